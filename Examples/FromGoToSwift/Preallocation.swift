import ZeroAllocation

/// `PreAllocateSlice(expectedSize)`: an array with room from the start.
public func squares(below count: Int) -> [Int] {
    var squares = [Int](reservingCapacity: count)
    for number in 0..<count { squares.append(number * number) }
    return squares
}

/// `PreAllocateMap(expectedSize)`: a dictionary with room from the start.
public func positions(of numbers: [Int]) -> [Int: Int] {
    var positions = [Int: Int](reservingCapacity: numbers.count)
    for (position, number) in numbers.enumerated() { positions[number] = position }
    return positions
}
