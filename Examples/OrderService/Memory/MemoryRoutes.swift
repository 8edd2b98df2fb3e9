#if Server

import Hummingbird
import MemoryTuning

/// `GET /memory`: how scarce memory is, and what was done about it.
struct MemoryRoutes {
    struct Answer: ResponseEncodable {
        let pressure: String
        let limit: Int?
        let underWay: Int
        let waiting: Int
        let admitted: Int
        let turnedAway: Int
        let bytesPerRequest: Int?
    }

    let tuner: MemoryTuner
    let admission: AdmissionController

    var routes: RouteCollection<BasicRequestContext> {
        RouteCollection(context: BasicRequestContext.self).get("memory") { _, _ in answer }
    }

    private var answer: Answer {
        let statistics = admission.statistics
        return Answer(
            pressure: tuner.currentPressure.description,
            limit: tuner.effectiveLimit?.bytes,
            underWay: statistics.underWay,
            waiting: statistics.waiting,
            admitted: statistics.admitted,
            turnedAway: statistics.refused.values.reduce(0, +),
            bytesPerRequest: statistics.bytesPerPiece
        )
    }
}

#endif
