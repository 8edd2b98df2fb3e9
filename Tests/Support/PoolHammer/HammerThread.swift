internal import ObjectPools
internal import Randomness

/// One thread of a hammer.
struct HammerThread {
    let pool: ObjectPool<Tracked>
    let mailbox: Mailbox
    let findings: Findings
    let seed: UInt64

    func run(operations: Int) {
        var generator = SeededGenerator(seed: seed)
        var held: [Mailbox.Parcel] = []
        var gets = 0
        var puts = 0
        for _ in 0..<Int.random(in: 0...operations, using: &generator) {
            switch Int.random(in: 0..<1000, using: &generator) {
            case 0..<500:
                pool.withObject(use)
                gets += 1
                puts += 1
            case 500..<600:
                pool.withObject { outer in
                    use(&outer)
                    pool.withObject(use)
                }
                gets += 2
                puts += 2
            case 600..<750 where held.count < 20:
                let parcel = Mailbox.Parcel(pool.borrow())
                findings.expect(parcel.lease.withValue { $0.counted.take() }, "an object was lent twice")
                held.append(parcel)
                gets += 1
            case 600..<850 where !held.isEmpty:
                release(held.remove(at: Int.random(in: held.indices, using: &generator)))
                puts += 1
            case 850..<900 where !held.isEmpty:
                mailbox.put(held.removeLast())
            case 850..<995:
                guard let parcel = mailbox.take() else { continue }
                release(parcel)
                puts += 1
            case 995: pool.drain()
            case 996: pool.reclaim()
            case 997: pool.evictIdle()
            default: _ = pool.statistics
            }
        }
        while !held.isEmpty { mailbox.put(held.removeLast()) }
        findings.add(gets: gets, puts: puts)
    }

    private func use(_ object: inout Tracked) {
        findings.expect(object.counted.take(), "an object was lent twice")
        object.uses += 1
        object.counted.leave()
    }

    /// The lease ends with the parcel.
    private func release(_ parcel: consuming Mailbox.Parcel) {
        parcel.lease.withValue { $0.counted.leave() }
    }
}
