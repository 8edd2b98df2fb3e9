/// What was found in one module.
struct ModuleFindings: Sendable, Codable {
    var findings: [EscapeFinding]
    var metadata: [EscapeFinding]
    var freeFunctions: [FreeFunction]
    var coverage: Coverage
}
