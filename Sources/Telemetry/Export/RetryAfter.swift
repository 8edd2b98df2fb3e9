#if Server

/// The header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date of the form "Sun, 06 Nov 1994 08:49:37 GMT".
enum RetryAfter {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// How long to wait; zero for a date that has passed, nil for anything that is neither form.
    ///
    /// - Parameter now: Nanoseconds since 1970.
    static func delay(_ header: String, now: UInt64) -> Duration? {
        let header = header.trimmingSpaces()
        if let seconds = UInt32(header) { return .seconds(Int64(seconds)) }
        guard let date = secondsSince1970(header) else { return nil }
        return .seconds(max(0, date - Int64(now / 1_000_000_000)))
    }

    private static func secondsSince1970(_ date: String) -> Int64? {
        let words = date.split(separator: " ")
        guard
            words.count == 6, words[5] == "GMT",
            let day = Int64(words[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(words[2])),
            let year = Int64(words[3]), (1970...9999).contains(year)
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]), (0...60).contains(clock[2])
        else {
            return nil
        }
        // Days of the proleptic Gregorian calendar, counted from March (Howard Hinnant, "chrono-compatible low-level
        // date algorithms").
        let shiftedYear = month < 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (Int64(month) + (month < 2 ? 10 : -2)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return (era * 146_097 + dayOfEra - 719_468) * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    }
}

#endif
