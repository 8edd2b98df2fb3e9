/// What was found in one module.
struct ModuleFindings: Sendable, Codable {
    var findings: [EscapeFinding]
    /// As in ``EscapeReport/folded``.
    var folded: [EscapeFinding]
    var freeFunctions: [FreeFunction]
    var coverage: Coverage
}
