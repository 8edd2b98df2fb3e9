import Foundation

/// Refuses, before it starts, a program in which the hooks could not work, and says why.
struct ProgramCheck {
    var lookup = ProgramLookup()
    /// `e_machine` of the programs that this machine's preload fits.
    var machine = Self.hostMachine

    /// The kernel follows no more scripts than this from one to the next.
    private static let deepestScript = 5

    /// Fails unless the program at `path` is dynamically linked against glibc for this machine, or is a script whose
    /// interpreter is.
    func check(_ path: String) throws {
        try check(path, depth: 0)
    }

    private func check(_ path: String, depth: Int) throws {
        guard depth < Self.deepestScript else {
            throw refusal(
                path,
                "scripts lead to one another more than \(Self.deepestScript) deep: run the last one's interpreter"
            )
        }
        guard let file = ProgramFile(path: path) else {
            // A program that may be executed and not read is the kernel's to judge.
            if errno == EACCES { return }
            throw refusal(path, errorText(errno))
        }
        if let header = ELFHeader(read: file.read) {
            try check(path, header)
            try checkPrivileges(path, file)
        } else if let script = ScriptHeader(file.read(offset: 0, count: 256)) {
            let interpreter: String
            do {
                interpreter = try lookup.find(script.interpreter)
            } catch let error as CommandError {
                throw CommandError(.badProgram, "'\(path)' is a script: \(error)")
            }
            try check(interpreter, depth: depth + 1)
            if let name = script.nameForEnvironment { try check(lookup.find(name), depth: depth + 1) }
        } else {
            throw refusal(
                path,
                "it is neither a program (ELF) nor a script: a script starts with #! and its interpreter"
            )
        }
    }

    private func check(_ path: String, _ header: ELFHeader) throws {
        guard header.machine == machine, header.is64Bit else {
            let name = Self.names[header.machine] ?? "machine \(header.machine)"
            let host = Self.names[machine] ?? "machine \(machine)"
            throw refusal(path, "it is built for \(name), this machine runs \(host): build it for this machine")
        }
        guard header.type == ELFHeader.executable || header.type == ELFHeader.sharedObject else {
            throw refusal(path, "it is an object file or a core dump, not a program: name the linked program")
        }
        guard let interpreter = header.interpreter else {
            // The loader itself, run as a program, has no interpreter and does load libraries.
            if Self.isLoader(path) { return }
            throw refusal(
                path,
                "it is statically linked, and the hooks need a dynamically linked program: build a Swift program with"
                    + " --static-swift-stdlib in place of -static-executable"
            )
        }
        guard !interpreter.contains("ld-musl") else {
            throw refusal(
                path,
                "it is linked against musl: the hooks need glibc; rebuild it for this machine without the musl SDK"
            )
        }
        guard access(interpreter, F_OK) == 0 else {
            throw refusal(path, "its loader '\(interpreter)' does not exist: install it, or build for this system")
        }
    }

    private func checkPrivileges(_ path: String, _ file: ProgramFile) throws {
        var privilege: String?
        if file.mode & S_ISUID != 0 { privilege = "is setuid" }
        if file.mode & S_ISGID != 0, file.mode & S_IXGRP != 0 { privilege = "is setgid" }
        if file.hasCapabilities { privilege = "has file capabilities" }
        guard let privilege else { return }
        throw refusal(
            path,
            "it \(privilege), and the loader keeps preloaded libraries out of such programs: run a plain copy of it"
                + " (cp keeps no privileges), with the privileges given to trimtab"
        )
    }

    private func refusal(_ path: String, _ reason: String) -> CommandError {
        CommandError(.badProgram, "cannot profile '\(path)': \(reason)")
    }

    private static func isLoader(_ path: String) -> Bool {
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().lastPathComponent
        return resolved.hasPrefix("ld-linux") || resolved.hasPrefix("ld-2.")
    }

    private static let names: [UInt16: String] = [
        3: "x86 (32 bit)", 40: "ARM (32 bit)", ELFHeader.x86_64: "x86_64", ELFHeader.aarch64: "aarch64",
        243: "RISC-V", 22: "s390", 21: "PowerPC (64 bit)",
    ]

    #if arch(arm64)
    static let hostMachine = ELFHeader.aarch64
    #else
    static let hostMachine = ELFHeader.x86_64
    #endif
}
