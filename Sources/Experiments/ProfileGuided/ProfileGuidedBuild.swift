internal import Foundation
internal import Profiles

/// Builds a product with a profile of its own workload, and measures whether that was worth it.
///
/// Three release builds of the package, each in a folder of its own: as usual, instrumented, and with the profile. The
/// workload runs once with the instrumented one, then in turns with the other two. Code of C targets is built as usual.
package struct ProfileGuidedBuild {
    private let options: ProfileGuidedOptions
    private let package: String
    private let scratch: String
    private let tools: String

    /// - Throws: If there is no package, or the toolchain lacks what is needed.
    package init(
        _ options: ProfileGuidedOptions,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ExperimentError) {
        self.options = options
        package = URL(fileURLWithPath: options.package).standardizedFileURL.path
        guard FileManager.default.fileExists(atPath: "\(package)/Package.swift") else {
            throw ExperimentError(.badValue, "there is no Package.swift in '\(package)': name a package with --package")
        }
        scratch =
            options.scratch.map { URL(fileURLWithPath: $0).standardizedFileURL.path } ?? "\(package)/.build/trimtab-pgo"
        guard let tools = Toolchain.folder(in: environment) else {
            throw ExperimentError(.noToolchain, "there is no swiftc on the PATH: install the Swift toolchain")
        }
        self.tools = tools
        for program in ["swift-build", "llvm-profdata"]
        where !FileManager.default.isExecutableFile(atPath: "\(tools)/\(program)") {
            throw ExperimentError(
                .noToolchain,
                "\(program) is not in \(tools), where swiftc is: install the whole Swift toolchain"
            )
        }
        // Another LLVM's runtime or llvm-profdata may not read what this compiler writes.
        guard Self.hasProfileRuntime(besides: tools) else {
            throw ExperimentError(
                .noToolchain,
                "the toolchain in \(tools) has no libclang_rt.profile, which instrumented programs need: install all of it"
            )
        }
    }

    /// - Parameter progress: Told what is being done, a line at a time.
    package func run(progress: (String) -> Void) throws(ExperimentError) -> ProfileGuidedReport {
        let profile =
            options.profile.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
            ?? "\(package)/.trimtab/\(options.product).profdata"
        progress("building \(options.product) as usual")
        let usual = try build("usual", flags: [])
        progress("building \(options.product) instrumented")
        let instrumented = try build("instrumented", flags: ["-profile-generate"])
        progress("running the workload to record a profile")
        let recorded = try record(instrumented)
        progress("merging \(recorded.count) profile\(recorded.count == 1 ? "" : "s")")
        try merge(recorded, into: profile)
        progress("building \(options.product) with the profile")
        let guided = try build("guided", flags: ["-profile-use=\(try copy(profile))"])
        var runs: [PairedRun] = []
        for round in 0...options.rounds {
            progress(round == 0 ? "warming up" : "measuring: round \(round) of \(options.rounds)")
            // Who goes first changes, so that what a run leaves behind favours neither.
            let usualFirst = round.isMultiple(of: 2)
            let first = try measure(usualFirst ? usual : guided)
            let second = try measure(usualFirst ? guided : usual)
            if round > 0 {
                runs.append(PairedRun(usual: usualFirst ? first : second, guided: usualFirst ? second : first))
            }
        }
        return ProfileGuidedReport(product: options.product, program: guided, profile: profile, runs: runs)
    }

    private func build(_ name: String, flags: [String]) throws(ExperimentError) -> String {
        let arguments =
            [
                "\(tools)/swift-build", "--package-path", package, "--scratch-path", "\(scratch)/\(name)", "-c",
                "release",
                "--product", options.product,
            ] + flags.flatMap { ["-Xswiftc", $0] } + options.buildOptions
        try makeFolder(scratch)
        let log = "\(scratch)/\(name).log"
        let build = try finish(GroupProcess(arguments, variables: ["LD_PRELOAD": ""], outputPath: log))
        guard build.end?.status == 0 else {
            throw ExperimentError(
                .buildFailed,
                "the \(name) build of \(options.product) failed: see '\(log)'",
                output: build.lastOutput(lines: 30)
            )
        }
        let program = "\(scratch)/\(name)/release/\(options.product)"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw ExperimentError(
                .buildFailed,
                "the \(name) build left no program '\(program)': name an executable product"
            )
        }
        return program
    }

    private func record(_ program: String) throws(ExperimentError) -> [String] {
        let folder = "\(scratch)/raw"
        try? FileManager.default.removeItem(atPath: folder)
        try makeFolder(folder)
        // A file for each process, and for each binary of it.
        try runWorkload(program, variables: ["LLVM_PROFILE_FILE": "\(folder)/%p-%m.profraw"])
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let files = names.filter { $0.hasSuffix(".profraw") }.sorted().map { "\(folder)/\($0)" }.filter { path in
            ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0) > 0
        }
        guard !files.isEmpty else {
            throw ExperimentError(
                .loadFailed,
                """
                the workload left no profile: it has to run {program} and let it end by itself or by a signal that the \
                program handles; a profile is written at exit
                """
            )
        }
        return files
    }

    private func merge(_ files: [String], into profile: String) throws(ExperimentError) {
        try makeFolder(URL(fileURLWithPath: profile).deletingLastPathComponent().path)
        let path = "\(scratch)/profile.proftext"
        try runProfileTool(["merge", "--text", "-o", path] + files)
        do {
            var text = ProfileText(try String(contentsOfFile: path, encoding: .utf8))
            text.removeZeros()
            try text.text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw ExperimentError(.badState, "cannot read or write '\(path)': \(error.localizedDescription)")
        }
        try runProfileTool(["merge", "-o", profile, path])
    }

    /// A copy by a name that was not used before: SwiftPM builds anew when options change, and not when a profile does.
    private func copy(_ profile: String) throws(ExperimentError) -> String {
        let folder = "\(scratch)/used-profile"
        let path = "\(folder)/\(UUID().uuidString).profdata"
        try? FileManager.default.removeItem(atPath: folder)
        try makeFolder(folder)
        do {
            try FileManager.default.copyItem(atPath: profile, toPath: path)
        } catch {
            throw ExperimentError(.badState, "cannot copy '\(profile)': \(error.localizedDescription)")
        }
        return path
    }

    private func runProfileTool(_ arguments: [String]) throws(ExperimentError) {
        let tool = try finish(GroupProcess(["\(tools)/llvm-profdata"] + arguments, outputPath: "\(scratch)/merge.log"))
        guard tool.end?.status == 0 else {
            throw ExperimentError(.noToolchain, "llvm-profdata cannot merge the profiles", output: tool.lastOutput())
        }
    }

    private func measure(_ program: String) throws(ExperimentError) -> PairedRun.Cost {
        let start = Clock.now
        let workload = try runWorkload(program, variables: [:])
        return PairedRun.Cost(seconds: Clock.now - start, cpuSeconds: workload.end?.cpuSeconds ?? 0)
    }

    @discardableResult
    private func runWorkload(_ program: String, variables: [String: String]) throws(ExperimentError) -> GroupProcess {
        let command = options.workload.replacing("{program}", with: "'\(program.replacing("'", with: "'\\''"))'")
        let folder = URL(fileURLWithPath: program).deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let workload = try finish(
            GroupProcess(
                ["/bin/sh", "-c", command],
                variables: variables.merging(["PATH": "\(folder):\(path)"]) { $1 },
                outputPath: "\(scratch)/workload.log"
            )
        )
        guard workload.end?.status == 0 else {
            let how = workload.end?.signal.map { "by signal \($0)" } ?? "with status \(workload.end?.status ?? -1)"
            throw ExperimentError(.loadFailed, "the workload ended \(how)", output: workload.lastOutput())
        }
        return workload
    }

    /// Waits for its end.
    private func finish(_ process: GroupProcess) throws(ExperimentError) -> GroupProcess {
        while process.isRunning {
            try Interruption.check()
            Clock.pause(0.005)
        }
        return process
    }

    private func makeFolder(_ path: String) throws(ExperimentError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw ExperimentError(.badState, "cannot make the folder '\(path)': \(error.localizedDescription)")
        }
    }

    private static func hasProfileRuntime(besides tools: String) -> Bool {
        let root = URL(fileURLWithPath: tools).deletingLastPathComponent().appendingPathComponent("lib").path
        for clang in ["\(root)/clang", "\(root)/swift/clang"] {
            let versions = (try? FileManager.default.contentsOfDirectory(atPath: clang)) ?? []
            for folder in ["\(clang)/lib/linux"] + versions.map({ "\(clang)/\($0)/lib" }) {
                let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
                if files.contains(where: { $0.contains("clang_rt.profile") }) { return true }
            }
        }
        return false
    }
}
