/// Numbers as people read them.
package enum Quantity {
    /// Bytes with a binary unit, as in `41.2 MiB`.
    package static func bytes(_ count: Int) -> String { bytes(Double(count)) }

    package static func bytes(_ count: Double) -> String {
        let (number, unit) = scaled(count)
        return "\(number) \(unit)"
    }

    /// A range of bytes with the unit of its end, as in `38.0–44.1 MiB`.
    package static func bytes(_ range: ClosedRange<Double>) -> String {
        let unit = unit(for: max(abs(range.lowerBound), abs(range.upperBound)))
        return "\(text(range.lowerBound, unit))–\(text(range.upperBound, unit)) \(units[unit])"
    }

    /// A range of bytes in the unit that `count` reads in, the unit left out, as in `38.0–44.1`.
    package static func range(_ range: ClosedRange<Double>, unitOf count: Int) -> String {
        let unit = unit(for: abs(Double(count)))
        return "\(text(range.lowerBound, unit))–\(text(range.upperBound, unit))"
    }

    /// A whole number with its thousands apart, as in `12,345`.
    package static func count(_ count: Int) -> String {
        var result: [Character] = []
        for (position, digit) in String(count.magnitude).reversed().enumerated() {
            if position > 0, position.isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return (count < 0 ? "-" : "") + String(result.reversed())
    }

    /// A count and its noun, as in `1 sample` or `82 samples`.
    package static func count(_ count: Int, _ noun: String) -> String {
        "\(self.count(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// A share, as in `87 %`; nil where there is no whole.
    package static func share(_ part: Int, of whole: Int) -> String? {
        guard whole > 0 else { return nil }
        let percent = Double(part) / Double(whole) * 100
        return percent > 0 && percent < 0.5 ? "<1 %" : "\(fixed(percent, 0)) %"
    }

    /// Seconds, as in `0.45 s`, `20.1 s` or `3 min 20 s`.
    package static func seconds(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e9 else { return "?" }
        if seconds < 10 { return "\(fixed(seconds, 2)) s" }
        if seconds < 120 { return "\(fixed(seconds, 1)) s" }
        let whole = Int(seconds.rounded())
        return whole < 7_200 ? "\(whole / 60) min \(whole % 60) s" : "\(whole / 3_600) h \(whole / 60 % 60) min"
    }

    /// A range of seconds with as many digits as its end has alone, as in `1.20–1.52`.
    package static func secondsRange(_ range: ClosedRange<Double>) -> String {
        let digits = range.upperBound < 10 ? 2 : 1
        return "\(fixed(range.lowerBound, digits))–\(fixed(range.upperBound, digits))"
    }

    /// A number per second, as in `615,111/s`; nil where no time passed.
    package static func rate(_ count: Int, seconds: Double) -> String? {
        guard seconds > 0 else { return nil }
        return "\(self.count(Int(min(Double(count) / seconds, 0x1p60))))/s"
    }

    private static let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]

    private static func scaled(_ count: Double) -> (String, String) {
        let unit = unit(for: abs(count))
        return (text(count, unit), units[unit])
    }

    private static func unit(for count: Double) -> Int {
        var rest = count
        var unit = 0
        // 1023.95 would read 1024.0.
        while rest >= 1023.95, unit < units.count - 1 {
            rest /= 1024
            unit += 1
        }
        return unit
    }

    private static func text(_ count: Double, _ unit: Int) -> String {
        guard count.isFinite else { return "?" }
        return fixed(count / Double(1 << (10 * unit)), unit == 0 ? 0 : 1)
    }

    /// With so many digits after the point, 2 at most.
    private static func fixed(_ number: Double, _ digits: Int) -> String {
        let scale = [1.0, 10, 100][digits]
        let scaled = (number * scale).rounded(.toNearestOrEven)
        // Beyond this a Double has no such digits, and an Int no room.
        guard abs(scaled) < 0x1p53 else { return "\(number)" }
        let (whole, rest) = Int(scaled).magnitude.quotientAndRemainder(dividingBy: UInt(scale))
        let sign = scaled < 0 ? "-" : ""
        guard digits > 0 else { return "\(sign)\(whole)" }
        return "\(sign)\(whole).\(String(repeating: "0", count: digits - String(rest).count))\(rest)"
    }
}
