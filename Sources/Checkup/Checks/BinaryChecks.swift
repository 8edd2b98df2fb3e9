internal import Foundation
internal import Profiles

/// What a program's file means for those who want to profile it.
enum BinaryChecks {
    /// Below this share of functions with frame pointers stacks are cut short more often than not.
    private static let leastShare = 0.6

    static func all(_ process: ProcessFacts) -> [Check] {
        guard let binary = process.binary else {
            return [Check(.linking, .unknown, "the program's file cannot be read")]
        }
        return all(binary, program: process.program ?? process.name)
    }

    static func all(_ binary: ProgramBinary, program: String) -> [Check] {
        let name = program.split(separator: "/").last.map(String.init) ?? program
        return [linking(binary, name), framePointers(binary, name), debugInformation(binary, name)]
    }

    private static func linking(_ binary: ProgramBinary, _ name: String) -> Check {
        guard binary.isStaticallyLinked else {
            return Check(.linking, .sound, "\(name) is linked dynamically against libc")
        }
        return Check(
            .linking,
            .finding,
            "\(name) is linked statically",
            why: "nothing can be preloaded: neither Trimtab's hooks nor another allocator",
            fix: "build with --static-swift-stdlib in place of -static-executable; libc then stays shared"
        )
    }

    private static func framePointers(_ binary: ProgramBinary, _ name: String) -> Check {
        guard let share = binary.framePointerShare else {
            return Check(.framePointers, .unknown, "\(name) does not tell where its functions begin")
        }
        let percent = "\(Int((100 * share).rounded())) % of \(name)'s larger functions have one"
        guard share < leastShare else { return Check(.framePointers, .sound, percent) }
        return Check(
            .framePointers,
            .finding,
            percent,
            why: "stacks end at the first function without: profiles name the wrong callers or none",
            fix:
                "swift build keeps them; with swiftc or for C add -Xcc -fno-omit-frame-pointer, -fno-omit-frame-pointer"
        )
    }

    private static func debugInformation(_ binary: ProgramBinary, _ name: String) -> Check {
        if binary.hasDebugInformation { return Check(.debugInformation, .sound, "\(name) has it") }
        return Check(
            .debugInformation,
            .finding,
            binary.hasSymbolTable ? "\(name) has names of functions, no lines" : "\(name) is stripped",
            why: binary.hasSymbolTable
                ? "profiles name functions without files and lines" : "profiles show addresses in place of names",
            fix: "swift build -c release -Xswiftc -g; keep an unstripped copy, which is found by its build id"
        )
    }
}
