/// Finds numbers in what the kernel writes, without allocating.
///
/// Nothing is trusted: a number is one only if digits alone stand there, whatever ends it is there, too (so that a file
/// cut short gives no smaller number), and it fits into an `Int`.
enum KernelText {
    private static let space = UInt8(ascii: " ")
    private static let tab = UInt8(ascii: "\t")
    private static let newline = UInt8(ascii: "\n")

    /// The whole number that starts at `place`, which is moved to what follows it.
    static func number(in text: Span<UInt8>, at place: inout Int) -> Int? {
        var value = 0
        var digits = 0
        while place < text.count, case let digit = text[place], digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") {
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) = shifted.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
            if tooLarge || overflow { return nil }
            value = sum
            digits += 1
            place += 1
        }
        guard digits > 0, place < text.count, isBlank(text[place]) || text[place] == newline else { return nil }
        return value
    }

    /// The number in a file that holds nothing else; nil also for `max`.
    static func onlyNumber(in text: Span<UInt8>) -> Int? {
        var place = 0
        guard let value = number(in: text, at: &place), text[place] == newline, place + 1 == text.count else {
            return nil
        }
        return value
    }

    /// The field of that index, counted from 0, of fields separated by single spaces, from `start` on.
    static func number(ofField index: Int, from start: Int = 0, in text: Span<UInt8>) -> Int? {
        var place = start
        for _ in 0..<index {
            while place < text.count, text[place] != space {
                if text[place] == newline { return nil }
                place += 1
            }
            place += 1
        }
        return number(in: text, at: &place)
    }

    /// The number behind `key` at the beginning of a line, with blanks between them: `inactive_file 42`, or
    /// `VmSwap:      42 kB` with the colon in the key.
    static func number(of key: StaticString, in text: Span<UInt8>) -> Int? {
        guard var place = end(of: key, in: text) else { return nil }
        while place < text.count, isBlank(text[place]) { place += 1 }
        return number(in: text, at: &place)
    }

    /// As ``number(of:in:)`` where the kernel gives KiB, which it calls kB; in bytes.
    static func bytes(ofKibibytes key: StaticString, in text: Span<UInt8>) -> Int? {
        guard let value = number(of: key, in: text) else { return nil }
        return multiplied(value, by: 1024)
    }

    /// Where what follows `key` begins on the first line that begins with it and a blank.
    static func end(of key: StaticString, in text: Span<UInt8>) -> Int? {
        let length = key.utf8CodeUnitCount
        var line = 0
        while line + length < text.count {
            var matched = 0
            // Below the key's length, hence within it.
            while matched < length, key.utf8Start[matched] == text[line + matched] { matched += 1 }
            if matched == length, isBlank(text[line + length]) { return line + length }
            while line < text.count, text[line] != newline { line += 1 }
            line += 1
        }
        return nil
    }

    static func multiplied(_ value: Int, by factor: Int) -> Int? {
        let (product, overflow) = value.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
    }

    static func isBlank(_ character: UInt8) -> Bool { character == space || character == tab }
}
