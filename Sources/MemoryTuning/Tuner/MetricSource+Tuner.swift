internal import ObjectPools

extension MetricSource {
    /// The limit that a tuner keeps and how scarce memory is, as `swift.memory.limit` and `swift.memory.pressure`.
    public static func tuner(_ tuner: MemoryTuner) -> MetricSource {
        MetricSource("tuner") {
            $0.publish(MetricTable.limit, (tuner.effectiveLimit?.bytes).map(Double.init))
            $0.publish(MetricTable.pressure, Double(tuner.currentPressure.rawValue))
        }
    }

    /// Work that waits, is under way, and was turned away, as `swift.memory.admission.*`.
    public static func admission(_ controller: AdmissionController) -> MetricSource {
        MetricSource("admission") { publisher in
            let statistics = controller.statistics
            publisher.publish(MetricTable.admissionWaiting, Double(statistics.waiting))
            publisher.publish(MetricTable.admissionUnderWay, Double(statistics.underWay))
            for (code, count) in statistics.refused {
                publisher.publish(MetricTable.admissionRefused, Double(count), attributes: [("reason", code.name)])
            }
        }
    }
}
