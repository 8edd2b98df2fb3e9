/// Waiters in the order in which they came, and those with a deadline also by that.
///
/// Adding, serving and removing take the same few steps however many wait; a deadline costs a logarithm.
package struct WaiterQueue<Value: Sendable> {
    package private(set) var first: Waiter<Value>?
    private var last: Waiter<Value>?
    package private(set) var count = 0

    // A binary heap, the earliest deadline first. A waiter knows its index, so that one that was served or cancelled
    // leaves at once: a queue would otherwise keep each for as long as its timeout.
    private var heap: [Entry] = []

    package init() {}

    private struct Entry {
        let deadline: Duration
        // Whoever is in the heap is in the list, which holds on to it.
        unowned(unsafe) let waiter: Waiter<Value>
    }

    package var earliestDeadline: Duration? { heap.first?.deadline }

    package mutating func append(_ waiter: Waiter<Value>) {
        waiter.phase = .queued
        waiter.previous = last
        if let last { last.next = waiter } else { first = waiter }
        last = waiter
        count += 1

        guard let deadline = waiter.deadline else { return }
        waiter.heapIndex = heap.count
        heap.append(Entry(deadline: deadline, waiter: waiter))
        moveUp(heap.count - 1)
    }

    package mutating func popFirst() -> Waiter<Value>? {
        guard let waiter = first else { return nil }
        remove(waiter)
        return waiter
    }

    /// Takes out the waiter with the earliest deadline, if that has come.
    package mutating func popExpired(at now: Duration) -> Waiter<Value>? {
        guard let earliest = heap.first, earliest.deadline <= now else { return nil }
        let waiter = earliest.waiter
        remove(waiter)
        return waiter
    }

    /// Takes out a waiter that is in this queue.
    package mutating func remove(_ waiter: Waiter<Value>) {
        let next = waiter.next
        let previous = waiter.previous
        if let previous { previous.next = next } else { first = next }
        if let next { next.previous = previous } else { last = previous }
        waiter.next = nil
        waiter.previous = nil
        waiter.phase = .done
        count -= 1

        guard let index = waiter.heapIndex else { return }
        waiter.heapIndex = nil
        let moved = heap.removeLast()
        guard moved.waiter !== waiter else { return }
        heap[index] = moved
        moved.waiter.heapIndex = index
        moveUp(index)
        moveDown(index)
    }

    private mutating func moveUp(_ start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard heap[index].deadline < heap[parent].deadline else { return }
            exchange(index, parent)
            index = parent
        }
    }

    private mutating func moveDown(_ start: Int) {
        var index = start
        while true {
            var earliest = index
            for child in (2 * index + 1)...(2 * index + 2) where child < heap.count {
                if heap[child].deadline < heap[earliest].deadline { earliest = child }
            }
            guard earliest != index else { return }
            exchange(index, earliest)
            index = earliest
        }
    }

    private mutating func exchange(_ lhs: Int, _ rhs: Int) {
        heap.swapAt(lhs, rhs)
        heap[lhs].waiter.heapIndex = lhs
        heap[rhs].waiter.heapIndex = rhs
    }
}
