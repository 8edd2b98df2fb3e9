public import AllocationTracking

/// `memory.allocations.count`, `memory.allocations.bytes` and the spans of the helpers, with measured values.
public func recordedPositions(of numbers: [Int], recorder: AllocationRecorder) -> [Int: Int] {
    recorder.preAllocateMap(expectedSize: numbers.count) { positions(of: numbers) }
}
