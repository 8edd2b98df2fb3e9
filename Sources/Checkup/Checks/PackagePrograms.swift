internal import Foundation
internal import Profiles

/// The programs that a package's last builds have left.
struct PackagePrograms {
    let folder: String
    /// The newest release build's programs, else the debug build's.
    private let programs: [(name: String, binary: ProgramBinary)]
    private let configuration: String?

    /// More programs than that say nothing new.
    private static let most = 20

    init(_ folder: String) throws(CheckupError) {
        self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
        guard FileManager.default.fileExists(atPath: "\(folder)/Package.swift") else {
            throw CheckupError(.noPackage, "there is no Package.swift in '\(folder)': name a package's folder")
        }
        for configuration in ["release", "debug"] {
            let programs = Self.programs(in: "\(folder)/.build/\(configuration)")
            guard !programs.isEmpty else { continue }
            self.programs = programs
            self.configuration = configuration
            return
        }
        (programs, configuration) = ([], nil)
    }

    var checks: [Check] {
        guard configuration != nil else {
            return [
                Check(
                    .linking,
                    .unknown,
                    "there is no built program",
                    why: "frame pointers, debug information and linking are read from it",
                    fix: "swift build -c release, then again"
                )
            ]
        }
        return programs.flatMap { BinaryChecks.all($0.binary, program: $0.name) }
    }

    private static func programs(in folder: String) -> [(name: String, binary: ProgramBinary)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        // Products have no ending; libraries, modules and folders of objects do. Tools of macros are built for the build.
        let candidates = names.sorted().filter { !$0.contains(".") && !$0.hasSuffix("-tool") }
        return candidates.compactMap { name -> (name: String, binary: ProgramBinary)? in
            let path = "\(folder)/\(name)"
            guard FileManager.default.isExecutableFile(atPath: path), let binary = ProgramBinary(path: path),
                binary.isProgram
            else { return nil }
            return (name, binary)
        }.prefix(most).map { $0 }
    }
}
