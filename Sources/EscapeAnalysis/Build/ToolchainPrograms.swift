internal import Foundation
internal import Profiles

/// The programs of the Swift toolchain that the analysis uses.
struct ToolchainPrograms: Sendable {
    /// The folder of `swiftc`, links followed.
    let folder: String
    let symbolizer: String

    init(environment: [String: String]) throws(EscapeError) {
        guard let folder = Toolchain.folder(in: environment) else {
            throw EscapeError(
                .noToolchain,
                subject: "swiftc",
                reason: "not found on the PATH; install the Swift toolchain or add its folder to the PATH"
            )
        }
        guard let symbolizer = Toolchain.symbolizer(in: environment) else {
            throw EscapeError(
                .noToolchain,
                subject: "llvm-symbolizer",
                reason: "not found in \(folder); install the whole Swift toolchain, or set TRIMTAB_SYMBOLIZER"
            )
        }
        self.folder = folder
        self.symbolizer = symbolizer
        for program in ["llvm-objdump", "llvm-nm", "ld.lld", "swift-build", "swift-package"] {
            guard FileManager.default.isExecutableFile(atPath: path(of: program)) else {
                throw EscapeError(
                    .noToolchain,
                    subject: program,
                    reason: "not found in \(folder), where swiftc is; install the whole Swift toolchain"
                )
            }
        }
    }

    func path(of program: String) -> String { "\(folder)/\(program)" }

    /// The folder with the shared libraries of the Swift runtime.
    var libraries: String {
        URL(fileURLWithPath: folder).deletingLastPathComponent().appendingPathComponent("lib/swift/linux").path
    }
}
