/// The first line of a script: `#!interpreter argument`.
struct ScriptHeader: Equatable {
    var interpreter: String
    /// All of the rest of the line, as the kernel passes it: one argument.
    var argument: String?

    /// Reads the line from the first bytes of a file; nil if it is no script.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: [0x23, 0x21]) else { return nil }
        let line = bytes.dropFirst(2).prefix { $0 != 0x0a && $0 != 0 }
        let words = line.split(maxSplits: 1, whereSeparator: Self.isBlank)
        guard let first = words.first else { return nil }
        interpreter = String(decoding: first, as: UTF8.self)
        guard words.count == 2 else { return }
        let rest = words[1].drop(while: Self.isBlank)
        let trimmed = rest.reversed().drop(while: Self.isBlank).reversed()
        argument = trimmed.isEmpty ? nil : String(decoding: Array(trimmed), as: UTF8.self)
    }

    /// The program that `env` starts, where the script goes through it (`#!/usr/bin/env NAME`, also with -S, other
    /// options and assignments).
    var nameForEnvironment: String? {
        guard interpreter.split(separator: "/").last == "env", let argument else { return nil }
        return argument.split(separator: " ").first { !$0.hasPrefix("-") && !$0.contains("=") }.map(String.init)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0d }
}
