internal import ObjectPools

/// Those who wait to be let in, by priority, and in the order in which they came.
///
/// Those who need room for a body have lines of their own: where there is none there may be room for others.
struct AdmissionQueue {
    /// What whoever waits is resumed with; nil: let in.
    typealias Answer = AdmissionRefusal?
    typealias Applicant = Waiter<Answer>

    struct Line: Hashable {
        let priority: AdmissionPriority
        let needsBodyRoom: Bool

        static let all = AdmissionPriority.allCases.flatMap { priority in
            [false, true].map { Line(priority: priority, needsBodyRoom: $0) }
        }
    }

    struct Place: Hashable {
        let line: Line
        /// Of its body.
        let bytes: Int
    }

    private var lines: [Line: WaiterQueue<Answer>] = [:]
    private var places: [ObjectIdentifier: Place] = [:]

    var count: Int { places.count }

    /// How many wait with a priority or a higher one.
    func count(from priority: AdmissionPriority) -> Int {
        lines.reduce(0) { $0 + ($1.key.priority >= priority ? $1.value.count : 0) }
    }

    mutating func append(_ applicant: Applicant, at place: Place) {
        lines[place.line, default: WaiterQueue()].append(applicant)
        places[ObjectIdentifier(applicant)] = place
    }

    mutating func remove(_ applicant: Applicant) {
        guard let place = places.removeValue(forKey: ObjectIdentifier(applicant)) else { return }
        lines[place.line]?.remove(applicant)
    }

    /// Who has come first of a priority, without those who need room for a body if there is none.
    func first(_ priority: AdmissionPriority, hasBodyRoom: Bool = true) -> (Applicant, Place)? {
        let heads = (hasBodyRoom ? [false, true] : [false]).compactMap {
            lines[Line(priority: priority, needsBodyRoom: $0)]?.first
        }
        // All wait for as long, so who came first gives up first.
        let first = heads.min { ($0.deadline ?? .zero) < ($1.deadline ?? .zero) }
        return first.flatMap { first in places[ObjectIdentifier(first)].map { (first, $0) } }
    }

    /// Takes out one who has waited too long.
    mutating func popExpired(at now: Duration) -> Applicant? {
        // Not over the keys: they would hold on to the lines, which were copied then to be changed.
        for line in Line.all {
            guard let applicant = lines[line]?.popExpired(at: now) else { continue }
            places[ObjectIdentifier(applicant)] = nil
            return applicant
        }
        return nil
    }
}
