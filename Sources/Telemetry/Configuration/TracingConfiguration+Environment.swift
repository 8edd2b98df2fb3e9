#if Server

extension TracingConfiguration {
    init(reader: inout SettingsReader) {
        self.init()
        sampler = TraceSampler(reader: &reader) ?? sampler
        limits = SpanLimits(reader: &reader)
        if let text = reader.text("OTEL_PROPAGATORS"), let named = reader.propagators(text) { propagators = named }
    }
}

extension SettingsReader {
    /// Those that are named and known; nil if none is known.
    fileprivate mutating func propagators(_ text: String) -> Set<TracePropagator>? {
        let names = text.split(separator: ",").map { String($0).trimmingSpaces().lowercased() }
        if names == ["none"] { return [] }
        var known: Set<TracePropagator> = []
        for name in names {
            if let propagator = TracePropagator.all.first(where: { $0.name == name }) {
                known.insert(propagator)
            } else {
                warn("OTEL_PROPAGATORS", name, allowed: "tracecontext, baggage, or none alone", taken: "it is ignored")
            }
        }
        return known.isEmpty ? nil : known
    }
}

extension TraceSampler {
    fileprivate init?(reader: inout SettingsReader) {
        let name = "OTEL_TRACES_SAMPLER"
        let usesRatio = reader.text(name)?.lowercased().hasSuffix("traceidratio") == true
        let ratio = TraceSampler.ratio(usesRatio ? reader.ratio("OTEL_TRACES_SAMPLER_ARG") : 1)
        let chosen = reader.choice(
            name,
            among: [
                ("always_on", TraceSampler.alwaysOn),
                ("always_off", .alwaysOff),
                ("traceidratio", ratio),
                ("parentbased_always_on", .parentBased(root: .alwaysOn)),
                ("parentbased_always_off", .parentBased(root: .alwaysOff)),
                ("parentbased_traceidratio", .parentBased(root: ratio)),
            ],
            otherwise: "parentbased_always_on is taken"
        )
        guard let chosen else { return nil }
        self = chosen
    }
}

extension SettingsReader {
    /// A share between 0 and 1; 1 if it is not set or makes no sense.
    fileprivate mutating func ratio(_ name: String) -> Double {
        guard let text = text(name) else { return 1 }
        guard let ratio = Double(text), (0...1).contains(ratio) else {
            warn(name, text, allowed: "a number from 0 to 1", taken: "1 is taken")
            return 1
        }
        return ratio
    }
}

extension SpanLimits {
    fileprivate init(reader: inout SettingsReader) {
        self.init()
        let anything = 0...Int.max
        attributes = reader.number("OTEL_ATTRIBUTE_COUNT_LIMIT", in: anything, default: attributes)
        attributeValueLength = reader.optionalNumber(
            "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
            in: anything,
            otherwise: "no limit"
        )
        attributes = reader.number("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", in: anything, default: attributes)
        attributeValueLength =
            reader.optionalNumber(
                "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
                in: anything,
                otherwise: "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT"
            ) ?? attributeValueLength
        events = reader.number("OTEL_SPAN_EVENT_COUNT_LIMIT", in: anything, default: events)
        links = reader.number("OTEL_SPAN_LINK_COUNT_LIMIT", in: anything, default: links)
        attributesPerEvent = reader.number(
            "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT",
            in: anything,
            default: attributesPerEvent
        )
        attributesPerLink = reader.number("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", in: anything, default: attributesPerLink)
    }
}

#endif
