/// The kernel's pressure stall information of memory, kept open; reading it does not allocate.
package final class MemoryStallFile: Sendable {
    private let file: KernelFile
    private let scope: MemoryStall.Scope

    /// The control group's where it has any, else the machine's; nil where the kernel has neither.
    package init?(_ paths: SystemPaths = .live, of group: ControlGroup? = nil) {
        for (path, scope) in Self.places(paths, of: group) {
            // Where stalls are not accounted, the file is there and cannot be read.
            guard let file = KernelFile(path), file.read({ text in Self.times("some", in: text) }) != nil else {
                continue
            }
            self.file = file
            self.scope = scope
            return
        }
        return nil
    }

    /// Where there may be any, the control group's first.
    static func places(_ paths: SystemPaths, of group: ControlGroup?) -> [(path: String, scope: MemoryStall.Scope)] {
        let machine = ("\(paths.processes)/pressure/memory", MemoryStall.Scope.machine)
        let own = group.map { ("\($0.folder)/memory.pressure", MemoryStall.Scope.controlGroup) }
        return [own, machine].compactMap { $0 }
    }

    package func read() -> MemoryStall? {
        file.read { text in
            MemoryStall(scope: scope, some: Self.times("some", in: text), full: Self.times("full", in: text))
        }
    }

    /// `some avg10=0.31 avg60=0.12 avg300=0.00 total=1234567`, the total in microseconds.
    private static func times(_ kind: StaticString, in text: Span<UInt8>) -> MemoryStall.Times? {
        guard var place = KernelText.end(of: kind, in: text),
            let last10 = percent(" avg10=", in: text, at: &place),
            let last60 = percent(" avg60=", in: text, at: &place),
            let last300 = percent(" avg300=", in: text, at: &place),
            skip(" total=", in: text, at: &place),
            let total = KernelText.number(in: text, at: &place)
        else { return nil }
        return MemoryStall.Times(
            last10Seconds: last10,
            last60Seconds: last60,
            last300Seconds: last300,
            total: .microseconds(total)
        )
    }

    /// Two digits stand behind the point.
    private static func percent(_ key: StaticString, in text: Span<UInt8>, at place: inout Int) -> Double? {
        guard skip(key, in: text, at: &place) else { return nil }
        var hundredths = 0
        var digits = 0
        var fraction = -1
        while place < text.count, fraction < 2 {
            let character = text[place]
            if character == UInt8(ascii: "."), fraction < 0, digits > 0 {
                fraction = 0
            } else if character >= UInt8(ascii: "0"), character <= UInt8(ascii: "9"), digits < 5 {
                hundredths = hundredths * 10 + Int(character - UInt8(ascii: "0"))
                digits += 1
                if fraction >= 0 { fraction += 1 }
            } else {
                return nil
            }
            place += 1
        }
        return fraction == 2 && hundredths <= 10_000 ? Double(hundredths) / 100 : nil
    }

    private static func skip(_ key: StaticString, in text: Span<UInt8>, at place: inout Int) -> Bool {
        let length = key.utf8CodeUnitCount
        guard place + length <= text.count else { return false }
        // Below the key's length, hence within it.
        for index in 0..<length where key.utf8Start[index] != text[place + index] { return false }
        place += length
        return true
    }
}
