#if Server

/// Hexadecimal digits.
enum Hexadecimal {
    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// - Parameter value: 0 to 15.
    static func lowerDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    /// - Parameter value: 0 to 15.
    static func upperDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// A number of lower-case digits, which is what W3C Trace Context allows alone; nil for anything else.
    static func lowerNumber<Number: FixedWidthInteger>(_ digits: Substring.UTF8View) -> Number? {
        guard digits.count == Number.bitWidth / 4 else { return nil }
        var number: Number = 0
        for digit in digits {
            guard let value = value(digit), !(UInt8(ascii: "A")...UInt8(ascii: "F")).contains(digit) else { return nil }
            number = number << 4 | Number(value)
        }
        return number
    }

    /// All digits of a number, in lower case.
    static func lower<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> String {
        let digits = Number.bitWidth / 4
        return String(unsafeUninitializedCapacity: digits) { buffer in
            for position in 0..<digits {
                buffer[position] = lowerDigit(
                    UInt8(truncatingIfNeeded: number >> Number((digits - 1 - position) * 4)) & 15
                )
            }
            return digits
        }
    }
}

#endif
