import Randomness
import Testing

@testable import ObjectPools

struct WaiterQueueTests {
    @Test(arguments: 0..<20)
    func itAgreesWithASortedList(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var queue = WaiterQueue<Void>()
        var model: [Waiter<Void>] = []
        for _ in 0..<2_000 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                let waiter = Waiter<Void>()
                if random.chance(70) { waiter.deadline = .seconds(Int.random(in: 0..<1_000, using: &random)) }
                queue.append(waiter)
                model.append(waiter)
            case 5..<7:
                #expect(queue.popFirst() === model.first)
                if !model.isEmpty { model.removeFirst() }
            case 7..<9:
                guard let waiter = model.randomElement(using: &random) else { continue }
                queue.remove(waiter)
                model.removeAll { $0 === waiter }
            default:
                let now = Duration.seconds(Int.random(in: 0..<1_000, using: &random))
                let expired = queue.popExpired(at: now)
                let earliest = model.compactMap(\.deadline).min()
                #expect((expired != nil) == (earliest.map { $0 <= now } ?? false))
                #expect(expired == nil || expired?.deadline == earliest)
                model.removeAll { $0 === expired }
            }
            #expect(queue.count == model.count)
            #expect(queue.first === model.first)
            #expect(queue.earliestDeadline == model.compactMap(\.deadline).min())
        }
        while let waiter = queue.popFirst() {
            #expect(waiter === model.removeFirst())
            #expect(waiter.phase == .done)
        }
        #expect(model.isEmpty)
    }
}
