extension Frame {
    /// The name with modules and types, as in `main.Store.add(Swift.Int) -> ()`; ``function`` where it is no Swift name.
    public var fullName: String {
        Demangler.fullName(of: mangledName) ?? function
    }
}
