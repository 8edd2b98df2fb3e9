/// A number of bytes as people write it: `1`, `64KiB`, `64K`, `1MiB`, `2MB`.
package enum ByteSize {
    /// The bytes that `text` stands for; nil if it is none, or more than an `Int` holds.
    ///
    /// A bare K, M or G means the binary unit, as in other memory tools; KB, MB and GB are decimal.
    package static func parse(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        guard let unit = units[text.dropFirst(digits.count).lowercased()] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit)
        return overflow ? nil : bytes
    }

    private static let units = [
        "": 1, "b": 1,
        "k": 1 << 10, "kib": 1 << 10, "kb": 1000,
        "m": 1 << 20, "mib": 1 << 20, "mb": 1_000_000,
        "g": 1 << 30, "gib": 1 << 30, "gb": 1_000_000_000,
    ]
}
