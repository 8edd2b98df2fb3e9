/// The digits of a number in ASCII, eight to a word, computed in registers.
///
/// The words are right-aligned: the last eight digits of the number are in ``low``, the eight before in ``middle``. The
/// first digit of a word is in its lowest byte. Places before the number's first digit hold "0".
@usableFromInline
internal struct DigitWords {
    private var high = zeros
    private var middle = zeros
    private let low: UInt64
    /// Number of digits without leading zeros, at least 1.
    @usableFromInline
    let count: Int

    private static let zeros: UInt64 = 0x3030_3030_3030_3030

    /// The digits of a number: at most 20 in decimal, 16 in hexadecimal.
    @usableFromInline
    init(_ value: UInt64, _ radix: Radix) {
        switch radix {
        case .decimal: self.init(decimal: value)
        case .hexadecimal: self.init(hexadecimal: value)
        }
    }

    private init(decimal value: UInt64) {
        if value < 100_000_000 {
            let digits = Self.eightDecimals(of: value)
            low = digits | Self.zeros
            count = Self.significant(digits)
            return
        }
        let (upper, lowest) = value.quotientAndRemainder(dividingBy: 100_000_000)
        low = Self.eightDecimals(of: lowest) | Self.zeros
        if upper < 100_000_000 {
            let digits = Self.eightDecimals(of: upper)
            middle = digits | Self.zeros
            count = 8 + Self.significant(digits)
            return
        }
        let (highest, next) = upper.quotientAndRemainder(dividingBy: 100_000_000)
        middle = Self.eightDecimals(of: next) | Self.zeros
        let digits = Self.eightDecimals(of: highest)
        high = digits | Self.zeros
        count = 16 + Self.significant(digits)
    }

    private init(hexadecimal value: UInt64) {
        middle = Self.eightHexadecimals(of: value >> 32)
        low = Self.eightHexadecimals(of: value & 0xFFFF_FFFF)
        count = max(1, (67 - value.leadingZeroBitCount) / 4)
    }

    /// Writes the ``count`` digits.
    ///
    /// `start` must have room for them.
    @unsafe
    @usableFromInline
    func write(to start: UnsafeMutablePointer<UInt8>) {
        let place = UnsafeMutableRawPointer(start)
        if count <= 8 {
            unsafe Self.write(low >> UInt64(8 * (8 - count)), bytes: count, to: place)
        } else if count <= 16 {
            // The first word writes eight bytes, of which the second replaces those that are not the first one's.
            unsafe Self.write(middle >> UInt64(8 * (16 - count)), to: place)
            unsafe Self.write(low, to: place + (count - 8))
        } else {
            unsafe Self.write(high >> UInt64(8 * (24 - count)), to: place)
            unsafe Self.write(middle, to: place + (count - 16))
            unsafe Self.write(low, to: place + (count - 8))
        }
    }

    /// Writes the last sixteen digits, with leading zeros.
    ///
    /// `start` must have room for sixteen bytes.
    @unsafe
    @usableFromInline
    func writeSixteen(to start: UnsafeMutablePointer<UInt8>) {
        unsafe Self.write(middle, to: UnsafeMutableRawPointer(start))
        unsafe Self.write(low, to: UnsafeMutableRawPointer(start) + 8)
    }

    /// The eight decimal digits of a number below 10⁸, one to a byte.
    ///
    /// Halves the number three times, in all lanes at once: into two times four digits, four times two, eight times one.
    /// Division is by multiplication: ⌊10486 x / 2²⁰⌋ = ⌊x / 100⌋ for x < 10⁴, ⌊103 x / 2¹⁰⌋ = ⌊x / 10⌋ for x < 100.
    private static func eightDecimals(of value: UInt64) -> UInt64 {
        let (upper, lower) = value.quotientAndRemainder(dividingBy: 10_000)
        let fours = upper | lower << 32
        let hundreds = (fours &* 10_486) >> 20 & 0x0000_007F_0000_007F
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (twos &* 103) >> 10 & 0x000F_000F_000F_000F
        return tens | (twos &- tens &* 10) << 8
    }

    /// The eight hexadecimal digits of a 32-bit number in ASCII.
    private static func eightHexadecimals(of value: UInt64) -> UInt64 {
        let halves = (value >> 16 | value << 32) & 0x0000_FFFF_0000_FFFF
        let bytes = (halves >> 8 | halves << 16) & 0x00FF_00FF_00FF_00FF
        let nibbles = (bytes >> 4 | bytes << 8) & 0x0F0F_0F0F_0F0F_0F0F
        // Adding 6 carries into bit 4 from 10 on. There "a" is 39 behind what follows "9".
        let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return nibbles &+ zeros &+ letters &* 39
    }

    /// How many of eight digits are left without leading zeros; 1 if all are zero.
    private static func significant(_ digits: UInt64) -> Int {
        max(1, 8 - digits.trailingZeroBitCount / 8)
    }

    @unsafe
    private static func write(_ word: UInt64, to place: UnsafeMutableRawPointer) {
        unsafe place.storeBytes(of: word.littleEndian, as: UInt64.self)
    }

    /// Writes the first one to eight bytes of a word in at most two stores, which may overlap.
    @unsafe
    private static func write(_ word: UInt64, bytes count: Int, to place: UnsafeMutableRawPointer) {
        switch count {
        case 8:
            unsafe write(word, to: place)
        case 4...:
            unsafe place.storeBytes(of: UInt32(truncatingIfNeeded: word).littleEndian, as: UInt32.self)
            let last = UInt32(truncatingIfNeeded: word >> UInt64(8 * (count - 4)))
            unsafe (place + (count - 4)).storeBytes(of: last.littleEndian, as: UInt32.self)
        case 2...:
            unsafe place.storeBytes(of: UInt16(truncatingIfNeeded: word).littleEndian, as: UInt16.self)
            let last = UInt16(truncatingIfNeeded: word >> UInt64(8 * (count - 2)))
            unsafe (place + (count - 2)).storeBytes(of: last.littleEndian, as: UInt16.self)
        default:
            unsafe place.storeBytes(of: UInt8(truncatingIfNeeded: word), as: UInt8.self)
        }
    }
}
