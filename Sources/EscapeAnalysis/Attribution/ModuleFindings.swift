/// What was found in one module.
struct ModuleFindings: Sendable, Codable {
    var findings: [EscapeFinding]
    /// As in ``EscapeReport/folded``.
    var folded: [EscapeFinding]
    var freeFunctions: [FreeFunction]
    /// Where functions of the package are declared, by the linker's name.
    var declarations: [String: SourcePosition]
    var coverage: Coverage
}
