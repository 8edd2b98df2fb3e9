/// What a check came to.
package enum CheckStatus: String, Sendable, Codable, CaseIterable {
    /// As it should be.
    case sound
    /// Worth knowing; nothing needs to be done.
    case note
    /// It will bite: something should be done.
    case finding
    /// The system does not tell, or not to this user.
    case unknown
}
