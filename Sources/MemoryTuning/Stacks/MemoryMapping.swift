/// A line of `/proc/self/maps`:
///
///     7f2c90000000-7f2c90800000 rw-p 00000000 00:00 0          [stack]
struct MemoryMapping: Hashable {
    var start: UInt
    var end: UInt
    var isReadable: Bool
    var isWritable: Bool
    var isPrivate: Bool
    /// Of a file, or 0.
    var inode: UInt
    var isMainStack: Bool

    var size: UInt { end - start }

    /// Nil for lines that make no sense.
    /// - Parameter line: Without the newline.
    init?(_ line: Span<UInt8>) {
        var place = 0
        guard let start = Self.number(in: line, at: &place, radix: 16, endedBy: "-"),
            let end = Self.number(in: line, at: &place, radix: 16, endedBy: " "),
            end > start, place + 5 < line.count
        else { return nil }
        self.start = start
        self.end = end
        isReadable = line[place] == UInt8(ascii: "r")
        isWritable = line[place + 1] == UInt8(ascii: "w")
        isPrivate = line[place + 3] == UInt8(ascii: "p")
        guard line[place + 4] == UInt8(ascii: " ") else { return nil }
        place += 5
        guard Self.number(in: line, at: &place, radix: 16, endedBy: " ") != nil,
            Self.number(in: line, at: &place, radix: 16, endedBy: ":") != nil,
            Self.number(in: line, at: &place, radix: 16, endedBy: " ") != nil,
            let inode = Self.number(in: line, at: &place, radix: 10, endedBy: " ")
        else { return nil }
        self.inode = inode
        let name: StaticString = "[stack]"
        let first = line.count - name.utf8CodeUnitCount
        // Below the name's length, hence within it.
        isMainStack =
            first >= place && (0..<name.utf8CodeUnitCount).allSatisfy { name.utf8Start[$0] == line[first + $0] }
    }

    private static func number(
        in line: Span<UInt8>,
        at place: inout Int,
        radix: UInt,
        endedBy end: Unicode.Scalar
    ) -> UInt? {
        var value: UInt = 0
        var digits = 0
        while place < line.count {
            let character = line[place]
            place += 1
            let digit: UInt
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt(character - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = UInt(character - UInt8(ascii: "a")) + 10
            default: return digits > 0 && character == UInt8(ascii: end) ? value : nil
            }
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: radix)
            let (sum, overflow) = shifted.addingReportingOverflow(digit)
            guard digit < radix, !tooLarge, !overflow else { return nil }
            value = sum
            digits += 1
        }
        // The inode ends the line where there is no name.
        return digits > 0 && end == " " ? value : nil
    }
}
