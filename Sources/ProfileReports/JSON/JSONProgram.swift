internal import Profiles

/// The program that was watched.
struct JSONProgram: Encodable {
    let path: String
    let arguments: [String]
    let pid: Nullable<Int>

    init(_ program: Program) {
        path = program.path
        arguments = program.arguments
        pid = Nullable(program.processID > 0 ? program.processID : nil)
    }
}
