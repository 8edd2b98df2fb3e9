/// A lease that was not given back yet, and who took it.
public struct OutstandingLease: Hashable, Sendable {
    /// The pool's name.
    public let pool: String
    /// The function that borrowed, as `#function` names it.
    public let function: String
    /// Module and file of the line that borrowed, as `#fileID` names them.
    public let file: String
    public let line: Int
    /// How long ago.
    public let age: Duration
    /// So many leases each sampled one stands for.
    public let weight: Int

    init(pool: String, place: BorrowPlace, age: Duration, weight: Int) {
        self.pool = pool
        function = "\(place.function)"
        file = "\(place.file)"
        line = Int(place.line)
        self.age = age
        self.weight = weight
    }
}

extension OutstandingLease: CustomStringConvertible {
    /// One line: who, where, since when.
    public var description: String {
        let share = weight > 1 ? ", one of about \(weight) such" : ""
        return "\(function) at \(file):\(line) borrowed from pool '\(pool)' \(age) ago and has not given back\(share)"
    }
}
