/// Blocks of one type that were allocated at one site.
struct TypeOfSite: Hashable {
    /// Index into the sites.
    var site: Int
    /// What the blocks' first words prove.
    var type: String?
}
