#if Server

/// Names of metrics and labels as Prometheus has them, made as OpenTelemetry's specification of the two says.
enum PrometheusNames {
    /// Prometheus' names of UCUM's units.
    private static let units = [
        "By": "bytes", "KiBy": "kibibytes", "MiBy": "mebibytes", "s": "seconds", "ms": "milliseconds",
        "us": "microseconds", "ns": "nanoseconds", "min": "minutes", "h": "hours", "d": "days", "m": "meters",
        "V": "volts", "A": "amperes", "J": "joules", "W": "watts", "g": "grams", "Cel": "celsius", "Hz": "hertz",
        "%": "percent",
    ]

    /// The unit as a suffix; nil if there is none, or it only names what is counted, such as `{request}`.
    static func unit(_ unit: String, of kind: MetricKind) -> String? {
        unit == "1" ? (kind == .gauge ? "ratio" : nil) : units[unit]
    }

    /// A metric's name with its unit, without the suffix of counters.
    ///
    /// Prometheus keeps `_count`, `_sum` and `_bucket` for histograms, and `_total` for counters: a gauge loses such an
    /// ending.
    static func family(_ description: MetricDescription, kind: MetricKind) -> String {
        var name = sanitized(description.name, allowsColons: true)
        let reserved = kind == .counter ? ["_total"] : ["_total", "_count", "_sum", "_bucket"]
        for suffix in reserved where name.hasSuffix(suffix) && name.count > suffix.count {
            name.removeLast(suffix.count)
        }
        if let unit = unit(description.unit, of: kind), !name.hasSuffix("_\(unit)"), name != unit { name += "_\(unit)" }
        return name
    }

    static func label(_ name: String) -> String {
        let name = sanitized(name, allowsColons: false)
        // Two underscores at the beginning are Prometheus' own.
        return name.hasPrefix("__") ? "key\(name)" : name
    }

    private static func sanitized(_ name: String, allowsColons: Bool) -> String {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte)
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if bytes.isEmpty { bytes.append(UInt8(ascii: "_")) }
                bytes.append(byte)
            case UInt8(ascii: ":") where allowsColons: bytes.append(byte)
            default: if bytes.last != UInt8(ascii: "_") { bytes.append(UInt8(ascii: "_")) }
            }
        }
        return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
    }
}

#endif
