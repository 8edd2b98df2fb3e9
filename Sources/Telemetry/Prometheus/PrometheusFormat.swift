#if Server

/// How metrics are written for Prometheus.
enum PrometheusFormat: Sendable {
    case text
    case openMetrics

    var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// What a client prefers; text if it does not say, or knows neither.
    init(accept: String?) {
        var best = (quality: 0.0, format: PrometheusFormat.text)
        for range in (accept ?? "").split(separator: ",") {
            let fields = range.split(separator: ";").map { String($0).trimmingSpaces().lowercased() }
            let format: PrometheusFormat
            switch fields.first {
            case "application/openmetrics-text": format = .openMetrics
            case "text/plain", "text/*", "*/*": format = .text
            default: continue
            }
            let parameters = fields.dropFirst()
            // Version 0.0.1 is an older draft.
            let version = parameters.first { $0.hasPrefix("version=") }?.dropFirst(8)
            if format == .openMetrics, let version, version != "1.0.0" { continue }
            let quality = parameters.first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if quality > best.quality { best = (quality, format) }
        }
        self = best.format
    }
}

#endif
