/// A metric of Trimtab: what it is called, in which unit, and of what kind.
package struct MetricDescriptor: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// Only grows.
        case counter
        /// Goes up and down.
        case gauge
        /// How values are distributed.
        case histogram
    }

    package let name: String
    /// In the notation of UCUM, as OpenTelemetry has it.
    package let unit: String
    package let kind: Kind
    package let summary: String

    package init(_ name: String, unit: String, kind: Kind, summary: String) {
        self.name = name
        self.unit = unit
        self.kind = kind
        self.summary = summary
    }
}
