/// Who has the objects that are lent, each of them: there are few, and what is done with them takes longer than this.
struct PoolLoans {
    struct Loan {
        let place: BorrowPlace
        let since: Duration
    }

    private var loans: [Loan?] = []
    private var free: [Int] = []

    /// - Returns: The loan's number, until ``end(_:)``.
    mutating func begin(_ place: BorrowPlace, at now: Duration) -> Int {
        let loan = Loan(place: place, since: now)
        if let number = free.popLast() {
            loans[number] = loan
            return number
        }
        loans.append(loan)
        return loans.count - 1
    }

    mutating func end(_ number: Int) {
        loans[number] = nil
        free.append(number)
    }

    /// Those that are out, the longest first.
    var out: [Loan] { loans.compactMap { $0 }.sorted { $0.since < $1.since } }

    /// The one that has been out for longest.
    var longest: Loan? { loans.lazy.compactMap { $0 }.min { $0.since < $1.since } }
}
