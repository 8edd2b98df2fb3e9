// Exercises swift-algorithms.
import Algorithms

let numbers = (0..<200).map { $0 * 37 % 101 }
var sum = 0

func use(_ values: some Sequence) {
    for _ in values { sum += 1 }
}

for chunk in numbers.chunks(ofCount: 7) { use(chunk) }
for pair in numbers.prefix(20).combinations(ofCount: 2) { use(pair) }
for order in numbers.prefix(5).permutations() { use(order) }
for order in [1, 1, 2, 3].uniquePermutations() { use(order) }
for pair in product(0..<10, ["x", "y"]) { sum += pair.0 }
use(numbers.uniqued())
use(numbers.min(count: 5))
use(numbers.max(count: 5, sortedBy: <))
use(numbers.chunked(by: { $0 < $1 }))
use(numbers.chunked(on: { $0 % 3 }))
use(numbers.lazy.chunked(by: <))
use(numbers.windows(ofCount: 3))
use(numbers.striding(by: 4))
use(numbers.interspersed(with: 0))
use(numbers.cycled(times: 2))
use(numbers.adjacentPairs())
use(numbers.reductions(+))
use(numbers.lazy.reductions(0, +))
use(numbers.grouped(by: { $0 % 5 }))
use(chain([1, 2], [3]))
use([[1], [2]].joined(by: 0))
use(numbers.keyed(by: { $0 }))
use([1, nil, 3].compacted())
use(numbers.randomSample(count: 9))
use(numbers.randomStableSample(count: 9))
use(numbers.partitioned { $0 > 3 }.0)
use(numbers.evenlyChunked(in: 6))
use(numbers.split { $0 == 3 })
use(numbers.trimmingPrefix { $0 < 50 })
use(numbers.firstNonNil { $0 > 5 ? [$0] : nil } ?? [])
var copy = numbers
copy.rotate(toStartAt: 5)
_ = copy.stablePartition { $0 % 2 == 0 }
sum += copy.partitioningIndex { $0 > 40 }
_ = copy.endOfPrefix { $0 < 3 }
_ = "\(numbers.chunks(ofCount: 50))"
print(sum)
