internal import Foundation
internal import Synchronization

/// Builds a package so that the debug information of its machine code leads to the optimized SIL.
///
/// The code is the one of a usual build, but for functions that would be merged. Products lie in a folder of their own.
struct AnalysisBuild: Sendable {
    let programs: ToolchainPrograms
    let package: String
    let scratchFolder: String
    let options: EscapeAnalysis.Options

    /// Line tables that name lines of SIL, SIL that names lines of source, and no functions that stand for several.
    static let compilerFlags = [
        "-g", "-Xfrontend", "-sil-based-debuginfo", "-Xllvm", "-sil-print-debuginfo", "-Xfrontend",
        "-disable-llvm-merge-functions-pass",
    ]

    /// Where several files are compiled in one go, each would overwrite the SIL of the one before.
    private static let debugFlags = ["-disable-batch-mode"]

    /// The package's targets.
    func describe() async throws(EscapeError) -> PackageDescription {
        guard FileManager.default.fileExists(atPath: "\(package)/Package.swift") else {
            throw EscapeError(
                .noPackage,
                subject: package,
                reason: "there is no Package.swift; run it in a package's folder, or name one with --package-path"
            )
        }
        let tool = ToolRun(
            program: programs.path(of: "swift-package"),
            arguments: ["--package-path", package, "--scratch-path", scratchFolder, "describe", "--type", "json"]
        )
        let (text, isSuccess) = try await tool.output()
        if isSuccess, let start = text.firstIndex(of: "{"),
            let description = try? JSONDecoder().decode(PackageDescription.self, from: Data(text[start...].utf8))
        {
            return description
        }
        // Once more, for what it says about the error.
        let errors = try await tool.output(mergesErrors: true).text
        throw EscapeError(
            .buildFailed,
            subject: package,
            reason: "the package's manifest cannot be read; see what swift package describe says",
            output: errors
        )
    }

    /// Builds what is needed and returns the folder of the products.
    func build(progress: @escaping @Sendable (String) -> Void) async throws(EscapeError) -> String {
        var arguments = common + options.buildOptions
        // One target is as quickly named as all.
        if options.targets.count == 1, let target = options.targets.first { arguments += ["--target", target] }
        let tool = ToolRun(program: programs.path(of: "swift-build"), arguments: arguments)
        let printed = Collected()
        let isSuccess = try await tool.stream(mergesErrors: true) { bytes in
            printed.add(bytes)
            for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
            where line.hasPrefix("[") { progress(String(line)) }
        }
        guard isSuccess else {
            throw EscapeError(
                .buildFailed,
                subject: package,
                reason: "the package does not build; mend what the compiler says above",
                output: String(decoding: printed.value, as: UTF8.self)
            )
        }
        return try await productFolder()
    }

    private func productFolder() async throws(EscapeError) -> String {
        // SwiftPM's link to the products of the last build.
        let link = "\(scratchFolder)/\(options.isOptimized ? "release" : "debug")"
        if let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: link) {
            return folder.hasPrefix("/") ? folder : "\(scratchFolder)/\(folder)"
        }
        let tool = ToolRun(program: programs.path(of: "swift-build"), arguments: common + ["--show-bin-path"])
        let (text, isSuccess) = try await tool.output()
        guard isSuccess, let folder = text.split(whereSeparator: \.isNewline).last else {
            throw EscapeError(.toolFailed, subject: "swift build --show-bin-path", reason: "it names no folder")
        }
        return String(folder)
    }

    private var common: [String] {
        ["--package-path", package, "--scratch-path", scratchFolder, "-c", options.isOptimized ? "release" : "debug"]
            + (Self.compilerFlags + (options.isOptimized ? [] : Self.debugFlags)).flatMap { ["-Xswiftc", $0] }
    }

    /// The toolchain as it names itself.
    func toolchainVersion() async throws(EscapeError) -> String {
        let tool = ToolRun(program: programs.path(of: "swiftc"), arguments: ["--version"])
        let text = try await tool.output().text
        return text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "unknown"
    }
}
