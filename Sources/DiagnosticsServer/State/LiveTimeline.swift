#if Server

internal import MemoryTuning
internal import ObjectPools

/// The process over the last minutes, a point each second.
final class LiveTimeline: Sendable {
    struct Point: Sendable {
        /// Seconds since 1970.
        var time: Double
        var residentBytes: Int?
        var liveBytes: Int?
        var limitBytes: Int?
        var pressure: MemoryPressure?
        var executorDelay: Duration?
    }

    private static let most = 900

    private let points = Guarded<[Point]>([])

    func add(_ point: Point) {
        points.withLock { points in
            points.append(point)
            if points.count > Self.most { points.removeFirst(points.count - Self.most) }
        }
    }

    var json: JSONValue {
        let points = points.withLock { $0 }
        func column(_ value: (Point) -> JSONValue) -> JSONValue { .array(points.map(value)) }
        return [
            "time": column { .number($0.time) },
            "residentBytes": column { JSONValue($0.residentBytes) },
            "liveBytes": column { JSONValue($0.liveBytes) },
            "limitBytes": column { JSONValue($0.limitBytes) },
            "pressure": column { JSONValue($0.pressure.map { Int($0.rawValue) }) },
            "executorDelaySeconds": column { JSONValue($0.executorDelay) },
        ]
    }
}

#endif
