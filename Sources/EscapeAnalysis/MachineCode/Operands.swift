/// What stands behind the mnemonic of a call or a jump: `0x6740 <name@plt>`, `*%rax`, `0x5a9d <name+0x1d>`.
struct Operands {
    private let text: Substring

    init(_ text: Substring) {
        self.text = text
    }

    /// The address that is named last.
    var address: UInt64? {
        let head = text.prefix { $0 != "<" }
        guard let place = head.lastRange(of: "0x") else { return nil }
        return UInt64(head[place.upperBound...].prefix(while: \.isHexDigit), radix: 16)
    }

    /// The function that begins there; nil for a place inside of one.
    var target: MachineCall.Target? {
        if text.first == "*" { return .indirect }
        guard let open = text.firstIndex(of: "<"), text.last == ">" else { return nil }
        var name = text[text.index(after: open)...].dropLast()
        if name.hasSuffix("@plt") { name = name.dropLast(4) }
        guard name.lastRange(of: "+0x") == nil else { return nil }
        return .function(String(name))
    }
}
