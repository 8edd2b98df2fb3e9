extension Array {
    /// The index of the first element that a condition does not hold for, by bisection; `count` if it holds for all.
    ///
    /// The elements that it holds for have to come first.
    func partitionPoint(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
