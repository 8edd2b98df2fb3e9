// Exercises swift-collections: deques, heaps, ordered, persistent and bit collections.
import BitCollections
import Collections
import DequeModule
import HashTreeCollections
import HeapModule
import OrderedCollections

var deque = Deque<Int>()
for number in 0..<500 { deque.append(number); if number % 3 == 0 { _ = deque.popFirst() } }
deque.insert(contentsOf: 0..<40, at: 20)
deque.prepend(7); deque.removeSubrange(3..<20); deque.append(contentsOf: [1, 2, 3]); deque.reserveCapacity(2000)
var heap = Heap<Int>(stride(from: 100, to: 0, by: -1))
for number in 0..<100 { heap.insert(number); _ = heap.popMin(); _ = heap.max }
var dictionary: OrderedDictionary<String, Int> = ["one": 1, "two": 2]
for number in 0..<200 { dictionary["key \(number)"] = number; dictionary.swapAt(0, number % dictionary.count) }
dictionary.sort(); dictionary.removeAll { $0.value % 2 == 0 }
_ = dictionary.filter { $0.value > 50 }; _ = dictionary.mapValues { "\($0)" }; _ = "\(dictionary)"
var set = OrderedSet((0..<300).map { $0 * 7 % 311 })
set.formUnion(0..<50); set.subtract(10..<20); _ = set.intersection(OrderedSet(5..<25)); set.sort()
_ = set.symmetricDifference(OrderedSet(0..<9)); set.append(9999); set.remove(3)
var tree = TreeDictionary<Int, String>()
for number in 0..<400 { tree[number] = "v\(number)" }
let copy = tree
for number in stride(from: 0, to: 400, by: 3) { tree[number] = nil }
_ = copy.merging(tree) { first, _ in first }; _ = tree.keys.intersection(copy.keys); _ = tree == copy
var hashes = TreeSet((0..<300).map { $0 * 31 })
_ = hashes.union(TreeSet(0..<40)); hashes.subtract(TreeSet(0..<30)); _ = hashes.filter { $0 % 2 == 0 }
var bits = BitSet([1, 5, 900]); bits.formUnion(BitSet(0..<64)); _ = bits.intersection(BitSet([5, 6])); bits.insert(5000)
var array = BitArray(repeating: true, count: 300); array.append(false); array.toggleAll(); array.toggleAll();
array.insert(true, at: 9)
print(deque.count, heap.count, dictionary.count, set.count, tree.count, hashes.count, bits.count, array.count)
