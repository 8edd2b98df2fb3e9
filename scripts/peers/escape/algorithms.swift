// Exercises swift-algorithms.
import Algorithms

let numbers = (0..<200).map { $0 * 37 % 101 }
var sink = 0
for chunk in numbers.chunks(ofCount: 7) { sink += chunk.count }
for pair in numbers.prefix(20).combinations(ofCount: 2) { sink += pair[0] }
for order in numbers.prefix(5).permutations() { sink += order.count }
for order in [1, 1, 2, 3].uniquePermutations() { sink += order.count }
for (a, b) in product(0..<10, ["x", "y"]) { sink += a + b.count }
sink += numbers.uniqued().count + numbers.min(count: 5).count + numbers.max(count: 5, sortedBy: <).count
sink += numbers.chunked(by: { $0 < $1 }).count + numbers.chunked(on: { $0 % 3 }).count
sink += Array(numbers.windows(ofCount: 3)).count + Array(numbers.striding(by: 4)).count
sink += Array(numbers.interspersed(with: 0)).count + Array(numbers.cycled(times: 2)).count
sink +=
    Array(numbers.adjacentPairs()).count + Array(numbers.reductions(+)).count + numbers.grouped(by: { $0 % 5 }).count
sink += Array(chain([1, 2], [3])).count + Array([[1], [2]].joined(by: 0)).count + numbers.keyed(by: { $0 }).count
sink +=
    Array(numbers.lazy.compacted()).count + numbers.randomSample(count: 9).count
    + numbers.partitioned { $0 > 3 }.0.count
sink += numbers.sortedPrefix() + Array(numbers.evenlyChunked(in: 6)).count + numbers.split { $0 == 3 }.count
print(sink)

extension Array where Element == Int {
    func sortedPrefix() -> Int {
        var copy = self; copy.rotate(toStartAt: 5); _ = copy.stablePartition { $0 % 2 == 0 }; return copy.first ?? 0
    }
}
