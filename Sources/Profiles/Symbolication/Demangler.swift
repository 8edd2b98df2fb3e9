internal import CTrimtabPlatform

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Turns the linker's names into those that people wrote.
package enum Demangler {
    /// The name without modules and types, as in `Store.add(_:)`; nil where the name is not mangled.
    package static func shortName(of mangled: String) -> String? {
        guard isMangled(mangled) else { return nil }
        return mangled.withCString { taken(trimtab_demangle_short($0, strlen($0))) }.map(withoutAttribute)
    }

    /// The demangler puts the attribute of a method that is a value between its name and its arguments.
    private static func withoutAttribute(_ name: String) -> String {
        guard let attribute = name.firstRange(of: "@Sendable ("), attribute.lowerBound != name.startIndex else {
            return name
        }
        let before = name[name.index(before: attribute.lowerBound)]
        guard before.isLetter || before.isNumber || before == "_" else { return name }
        return String(name[..<attribute.lowerBound] + name[name.index(before: attribute.upperBound)...])
    }

    /// The name with modules and types, as in `main.Store.add(Swift.Int) -> ()`; nil if it is no Swift name.
    package static func fullName(of mangled: String) -> String? {
        guard isSwift(mangled) else { return nil }
        return mangled.withCString { taken(trimtab_demangle_full($0, strlen($0))) }
    }

    /// What a macro expands into lies in a file that has a mangled name, too: `peer macro @Test expansion #1 of ...`.
    package static func macroExpansion(inFile name: String) -> String? {
        guard name.hasPrefix("@__swiftmacro_") else { return nil }
        return name.withCString { taken(trimtab_demangle_full($0, strlen($0))) }
    }

    package static func isSwift(_ name: String) -> Bool {
        name.hasPrefix("$s") || name.hasPrefix("$S") || name.hasPrefix("$e") || name.hasPrefix("_T0")
    }

    private static func isMangled(_ name: String) -> Bool {
        isSwift(name) || name.hasPrefix("_Z")
    }

    private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String? {
        guard let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}
