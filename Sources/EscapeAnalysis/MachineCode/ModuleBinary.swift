internal import Foundation
internal import Profiles

/// A module's objects linked together, so that each instruction has an address of its own.
struct ModuleBinary: Sendable {
    let path: String
    let functions: [MachineFunction]

    /// Links the objects into `path` and reads their functions.
    init(products: ModuleProducts, path: String, programs: ToolchainPrograms) async throws(EscapeError) {
        // Command lines have limits that a large module's list of objects exceeds.
        let list = "\(path).objects"
        do {
            let text = products.objects.map { "\"\($0)\"\n" }.joined()
            try Data(text.utf8).write(to: URL(fileURLWithPath: list))
        } catch {
            throw EscapeError(.unwritable, subject: list, reason: "cannot be written: \(error.localizedDescription)")
        }
        let linker = ToolRun(
            program: programs.path(of: "ld.lld"),
            // Whatever cannot be linked so, such as thread-local storage of executables, does not matter here.
            arguments: ["-shared", "--noinhibit-exec", "-z", "notext", "-o", path, "@\(list)"]
        )
        let (messages, _) = try await linker.output(mergesErrors: true)
        guard FileManager.default.fileExists(atPath: path) else {
            throw EscapeError(
                .toolFailed,
                subject: "ld.lld",
                reason: "cannot link \(products.module)",
                output: messages
            )
        }
        self.path = path
        functions = try await Self.functions(
            of: path,
            sizes: Self.sizes(of: path, programs: programs),
            programs: programs
        )
    }

    /// How long the functions are, by address. Where several objects have the same function, one keeps its name: the
    /// code of the others is never called, and would count as part of what is before it.
    private static func sizes(
        of binary: String,
        programs: ToolchainPrograms
    ) async throws(EscapeError) -> [UInt64: UInt64] {
        let tool = ToolRun(
            program: programs.path(of: "llvm-nm"),
            arguments: ["--print-size", "--defined-only", "--radix=x", binary]
        )
        var sizes: [UInt64: UInt64] = [:]
        for line in try await tool.output().text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 3)
            guard parts.count == 4, let address = UInt64(parts[0], radix: 16), let size = UInt64(parts[1], radix: 16),
                size > 0
            else { continue }
            sizes[address] = max(size, sizes[address] ?? 0)
        }
        return sizes
    }

    /// The functions of a binary and their calls.
    static func functions(
        of binary: String,
        sizes: [UInt64: UInt64] = [:],
        programs: ToolchainPrograms
    ) async throws(EscapeError) -> [MachineFunction] {
        let tool = ToolRun(
            program: programs.path(of: "llvm-objdump"),
            arguments: ["--disassemble", "--no-show-raw-insn", binary]
        )
        let reader = DisassemblyReader(sizes: sizes)
        guard try await tool.stream({ reader.add($0) }) else {
            throw EscapeError(.toolFailed, subject: binary, reason: "llvm-objdump cannot disassemble it")
        }
        return reader.finish()
    }
}
