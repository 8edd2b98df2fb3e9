/// The blocks of one subject over time: for each look what was in use, by when it was allocated.
///
/// Number *k* is the cohort of what was allocated after look *k* - 1 and up to look *k*; number 0 is all before the first
/// look.
struct LeakCohorts: Sendable {
    private struct Entry {
        var cohort: Int
        var amount: LeakCohort
    }

    /// Of each look the cohorts of which something is in use, in order of age, the oldest first.
    private var looks: [[Entry]]

    /// Before this look not all that was freed is known: what is in use then is what is in use now of the same age.
    var firstKnownLook = 0

    init(emptyLooks: Int) {
        looks = Array(repeating: [], count: emptyLooks)
    }

    var isEmpty: Bool { looks.allSatisfy(\.isEmpty) }

    mutating func append(_ amounts: [Int: LeakCohort]) {
        looks.append(amounts.sorted { $0.key < $1.key }.map { Entry(cohort: $0.key, amount: $0.value) })
    }

    mutating func removeLast() { looks.removeLast() }

    /// Keeps every second look, the last among them, and puts cohorts together in twos.
    mutating func halve() {
        looks = stride(from: 1, to: looks.count, by: 2).map { number in
            var merged: [Entry] = []
            for entry in looks[number] {
                if let last = merged.indices.last, merged[last].cohort == entry.cohort / 2 {
                    merged[last].amount += entry.amount
                } else {
                    merged.append(Entry(cohort: entry.cohort / 2, amount: entry.amount))
                }
            }
            return merged
        }
        firstKnownLook = (firstKnownLook + 1) / 2
    }

    /// What is in use at a look of some cohorts.
    func inUse(at look: Int, of cohorts: ClosedRange<Int>) -> LeakCohort {
        looks[look].reduce(into: LeakCohort()) { sum, entry in
            if cohorts.contains(entry.cohort) { sum += entry.amount }
        }
    }

    /// Everything in use at a look.
    func inUse(at look: Int) -> LeakCohort {
        looks[look].reduce(into: LeakCohort()) { $0 += $1.amount }
    }
}
