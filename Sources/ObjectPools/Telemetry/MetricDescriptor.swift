/// A metric of Trimtab: what it is called, in which unit, and of what kind.
package struct MetricDescriptor: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// Only grows.
        case counter
        /// Goes up and down.
        case gauge
        /// How often which values occurred.
        case histogram
    }

    package let name: String
    /// In the notation of UCUM, as OpenTelemetry has it.
    package let unit: String
    package let kind: Kind
    package let summary: String
    /// The names of its attributes.
    package let attributes: [String]

    package init(_ name: String, unit: String, kind: Kind, summary: String, attributes: [String] = []) {
        self.name = name
        self.unit = unit
        self.kind = kind
        self.summary = summary
        self.attributes = attributes
    }

    /// Time has fractions; all else that a counter counts is whole.
    var hasFractions: Bool { unit == "s" }
}
