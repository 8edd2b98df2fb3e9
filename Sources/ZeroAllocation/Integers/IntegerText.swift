/// An integer as it will be written: a minus sign if it is negative, the digits of a head that fits a word, and groups of
/// sixteen digits behind it, of which a type of at most 64 bits has none.
@usableFromInline
internal struct IntegerText<Magnitude: FixedWidthInteger & UnsignedInteger> {
    @usableFromInline
    internal let magnitude: Magnitude
    @usableFromInline
    internal let isNegative: Bool
    @usableFromInline
    internal let radix: Radix
    @usableFromInline
    internal let head: DigitWords
    @usableFromInline
    internal let groups: Int

    @inlinable
    internal init<Integer: FixedWidthInteger>(_ value: Integer, _ radix: Radix) where Integer.Magnitude == Magnitude {
        magnitude = value.magnitude
        isNegative = value < 0
        self.radix = radix
        var rest = magnitude
        var groups = 0
        while Magnitude.bitWidth - rest.leadingZeroBitCount > UInt64.bitWidth {
            _ = Self.removeGroup(from: &rest, radix)
            groups += 1
        }
        head = DigitWords(UInt64(truncatingIfNeeded: rest), radix)
        self.groups = groups
    }

    /// Number of bytes.
    @inlinable
    internal var count: Int { head.count + 16 * groups + (isNegative ? 1 : 0) }

    /// Writes ``count`` bytes to `start`, which must have room for them.
    @unsafe
    @inlinable
    internal func write(to start: UnsafeMutablePointer<UInt8>) {
        var end = unsafe start + count
        var rest = magnitude
        for _ in 0..<groups {
            let group = Self.removeGroup(from: &rest, radix)
            unsafe end -= 16
            unsafe DigitWords(group, radix).writeSixteen(to: end)
        }
        unsafe head.write(to: end - head.count)
        if isNegative { unsafe start.pointee = UInt8(ascii: "-") }
    }

    /// Takes the last sixteen digits off a number that has more than 64 bits.
    @inlinable
    internal static func removeGroup(from rest: inout Magnitude, _ radix: Radix) -> UInt64 {
        switch radix {
        case .decimal:
            let (quotient, group) = rest.quotientAndRemainder(dividingBy: Magnitude(10_000_000_000_000_000 as UInt64))
            rest = quotient
            return UInt64(truncatingIfNeeded: group)
        case .hexadecimal:
            defer { rest >>= 64 }
            return UInt64(truncatingIfNeeded: rest)
        }
    }
}
