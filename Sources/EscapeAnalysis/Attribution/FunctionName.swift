/// What the ends of mangled names say about a function.
enum FunctionName {
    /// The name of the function as SIL has it: without the numbers of an asynchronous function's parts, and without
    /// what tells the second half of an accessor.
    static func base(_ name: String) -> String {
        var name = Substring(name)
        // One of several functions of the same name: `.51`.
        let number = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
        if number > 0, name.dropLast(number).last == ".", name.firstRange(of: ".resume.") == nil {
            name = name.dropLast(number + 1)
        }
        // What a closure's context is unpacked in, often with the closure itself inlined.
        return withoutPart(name.hasSuffix("TA") ? String(name.dropLast(2)) : String(name))
    }

    private static func withoutPart(_ name: String) -> String {
        if let place = name.firstRange(of: ".resume.") { return String(name[..<place.lowerBound]) }
        guard name.hasSuffix("_") else { return name }
        let digits = name.dropLast().reversed().prefix { $0.isASCII && $0.isNumber }.count
        let rest = name.dropLast(digits + 1)
        return digits > 0 && (rest.hasSuffix("TY") || rest.hasSuffix("TQ")) ? String(rest.dropLast(2)) : name
    }

    /// Is it a copy of a function for certain types or arguments? Its name ends with them and `Tg5`, `TG5`, `Tt0g5`, or
    /// with what the arguments became, such as `Tf4n_n`.
    static func isSpecialization(_ name: String) -> Bool {
        var previous: (UInt8, UInt8) = (0, 0)
        for byte in name.utf8 {
            if previous == (UInt8(ascii: "T"), UInt8(ascii: "f")), isDigit(byte) { return true }
            if byte == UInt8(ascii: "5"), previous.1 == UInt8(ascii: "g") || previous.1 == UInt8(ascii: "G"),
                previous.0 == UInt8(ascii: "T") || isDigit(previous.0)
            {
                return true
            }
            previous = (previous.1, byte)
        }
        return false
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// Does it copy, destroy or move a value, as the value's own witness functions do?
    static func isOutlinedCopy(_ name: String) -> Bool {
        guard name.hasPrefix("$s"), name.utf8.count > 5 else { return false }
        let end = name.suffix(3)
        return end.hasPrefix("WO")
    }

    /// Which collection's storage a function of the standard library is about; nil for others.
    static func storageKind(_ name: String) -> AllocationKind? {
        storages.first { name.hasPrefix($0.prefix) }?.kind
    }

    private static let storages: [(prefix: String, kind: AllocationKind)] = [
        ("$sSD", .dictionaryStorage), ("$ss17_NativeDictionary", .dictionaryStorage),
        ("$ss18_DictionaryStorage", .dictionaryStorage), ("$sSh", .setStorage), ("$ss10_NativeSet", .setStorage),
        ("$ss11_SetStorage", .setStorage), ("$sSa", .arrayStorage), ("$ss15ContiguousArray", .arrayStorage),
        ("$ss22_ContiguousArrayBuffer", .arrayStorage), ("$sSS", .stringStorage), ("$ss11_StringGuts", .stringStorage),
    ]

    private static let endings = [
        "TA", "TR", "Tr", "wcp", "wca", "wtk", "wta", "wup", "wst", "wug", "wet", "wxx", "wCP", "wTK",
    ]

    /// Is it a thunk, an unpacked closure or a witness of a value's operations, and not of any declaration?
    static func isMadeByCompiler(_ name: String) -> Bool {
        isOutlinedCopy(name) || endings.contains { name.hasSuffix($0) }
    }
}
