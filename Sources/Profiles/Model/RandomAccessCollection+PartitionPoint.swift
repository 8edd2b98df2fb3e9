extension RandomAccessCollection where Index == Int {
    /// The index of the first element that a condition does not hold for, by bisection; `endIndex` if it holds for all.
    ///
    /// The elements that it holds for have to come first.
    @inlinable
    package func partitionPoint(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
