import ObjectPools
import Synchronization

/// One way to come by an element, use it and be rid of it. The names are those of the Go side where it has the same.
enum Design: String, CaseIterable {
    case objectPool = "object-pool"
    case objectPoolAppends = "object-pool-appends"
    case objectPoolLease = "object-pool-lease"
    case factoryPool = "factory-pool"
    case emptyBody = "object-pool-empty-body"
    case plain
    case plainAppends = "plain-appends"
    case mutex

    /// Makes what all threads share and returns the loop of one thread: it runs a number of operations and returns a
    /// checksum over what they wrote.
    func prepare() -> @Sendable (Int) -> Int {
        switch self {
        case .objectPool:
            let pool = ObjectPool<Row>(name: rawValue)
            return { operations in
                var sum = 0
                for seed in 0..<operations { sum &+= pool.withObject { $0.use(seed) } }
                return sum
            }
        case .objectPoolAppends:
            let pool = ObjectPool<Row>(name: rawValue)
            return { operations in
                var sum = 0
                for seed in 0..<operations { sum &+= pool.withObject { $0.appendItems(seed) } }
                return sum
            }
        case .objectPoolLease:
            let pool = ObjectPool<Row>(name: rawValue)
            return { operations in
                var sum = 0
                for seed in 0..<operations {
                    var lease = pool.borrow()
                    sum &+= lease.withValue { $0.use(seed) }
                    lease.end()
                }
                return sum
            }
        case .factoryPool:
            let pool = FactoryPool(name: rawValue, make: Row.init, reset: { $0.reset() })
            return { operations in
                var sum = 0
                for seed in 0..<operations { sum &+= pool.withObject { $0.use(seed) } }
                return sum
            }
        case .emptyBody:
            let pool = ObjectPool<Number>(name: rawValue)
            return { operations in
                var sum = 0
                for _ in 0..<operations {
                    sum &+= pool.withObject { number in
                        number.value &+= 1
                        return number.value
                    }
                }
                return sum
            }
        case .plain:
            return { operations in
                var sum = 0
                for seed in 0..<operations { sum &+= makeRow().row.use(seed) }
                return sum
            }
        case .plainAppends:
            return { operations in
                var sum = 0
                for seed in 0..<operations { sum &+= makeRow().row.appendItems(seed) }
                return sum
            }
        case .mutex:
            let free = Mutex<[RowBox]>([])
            return { operations in
                var sum = 0
                for seed in 0..<operations {
                    let box = free.withLock { $0.popLast() } ?? RowBox()
                    sum &+= box.row.use(seed)
                    box.row.reset()
                    free.withLock { $0.append(box) }
                }
                return sum
            }
        }
    }
}

/// The least that a pool can hold.
private struct Number: Poolable {
    var value = 0

    mutating func reset() {}
}

/// A row on the heap, as a pointer is to Go.
private final class RowBox: @unchecked Sendable {
    var row = Row()
}

/// Not inlined: a row that stayed on the stack would be no plain allocation.
@inline(never)
private func makeRow() -> RowBox { RowBox() }
