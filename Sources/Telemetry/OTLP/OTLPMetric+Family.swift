#if Server

extension OTLPMetric {
    init(_ change: MetricTemporality.Change) {
        self.init()
        let family = change.family
        name = family.description.name
        unit = family.description.unit
        description_p = family.description.summary
        let temporality: OTLPAggregationTemporality = change.isDelta ? .delta : .cumulative
        switch family.kind {
        case .gauge:
            gauge.dataPoints = family.points.compactMap { OTLPNumberDataPoint($0, at: family.time) }
        case .counter, .upDownCounter:
            sum.dataPoints = family.points.compactMap { OTLPNumberDataPoint($0, at: family.time) }
            sum.aggregationTemporality = temporality
            sum.isMonotonic = family.kind == .counter
        case .histogram:
            let explicit = family.points.compactMap { OTLPHistogramDataPoint($0, at: family.time) }
            if explicit.isEmpty {
                exponentialHistogram.dataPoints = family.points.compactMap {
                    OTLPExponentialHistogramDataPoint($0, at: family.time)
                }
                exponentialHistogram.aggregationTemporality = temporality
            } else {
                histogram.dataPoints = explicit
                histogram.aggregationTemporality = temporality
            }
        }
    }
}

extension OTLPNumberDataPoint {
    fileprivate init?(_ point: MetricPoint, at time: UInt64) {
        self.init()
        attributes = point.attributes.messages
        startTimeUnixNano = point.start
        timeUnixNano = time
        switch point.value {
        case .integer(let value): asInt = value
        case .double(let value): asDouble = value
        case .histogram, .exponentialHistogram: return nil
        }
    }
}

extension OTLPHistogramDataPoint {
    fileprivate init?(_ point: MetricPoint, at time: UInt64) {
        guard case .histogram(let value) = point.value else { return nil }
        self.init()
        attributes = point.attributes.messages
        startTimeUnixNano = point.start
        timeUnixNano = time
        count = value.count
        sum = value.sum
        bucketCounts = value.counts
        explicitBounds = value.bounds
        if let minimum = value.minimum { min = minimum }
        if let maximum = value.maximum { max = maximum }
    }
}

extension OTLPExponentialHistogramDataPoint {
    fileprivate init?(_ point: MetricPoint, at time: UInt64) {
        guard case .exponentialHistogram(let value) = point.value else { return nil }
        self.init()
        attributes = point.attributes.messages
        startTimeUnixNano = point.start
        timeUnixNano = time
        count = value.count
        sum = value.sum
        scale = Int32(clamping: value.scale)
        zeroCount = value.zeros
        positive = Buckets(value.positive)
        negative = Buckets(value.negative)
        if let minimum = value.minimum { min = minimum }
        if let maximum = value.maximum { max = maximum }
    }
}

extension OTLPExponentialHistogramDataPoint.Buckets {
    fileprivate init(_ buckets: ExponentialBuckets) {
        self.init()
        offset = Int32(clamping: buckets.offset)
        bucketCounts = buckets.counts
    }
}

#endif
