/// What is in use of all that was allocated between two looks.
struct LeakCohort: Hashable, Sendable {
    var samples = 0
    var objects = 0.0
    var bytes = 0.0
    /// The sum of each sample's bytes squared: the variance of ``bytes``, since samples come and go as a Poisson process.
    var squares = 0.0

    mutating func add(objects: Double, bytes: Double) {
        samples += 1
        self.objects += objects
        self.bytes += bytes
        squares += bytes * bytes
    }

    static func += (lhs: inout LeakCohort, rhs: LeakCohort) {
        lhs.samples += rhs.samples
        lhs.objects += rhs.objects
        lhs.bytes += rhs.bytes
        lhs.squares += rhs.squares
    }

    /// What is gone of it since, when `later` is what is left.
    func lost(to later: LeakCohort) -> LeakCohort {
        LeakCohort(
            samples: max(0, samples - later.samples),
            objects: max(0, objects - later.objects),
            bytes: max(0, bytes - later.bytes),
            squares: max(0, squares - later.squares)
        )
    }
}
