// Storage of arrays, dictionaries and strings.

@inline(never) public func constantArray() -> [Int] { [1, 2, 3, 4] }

@inline(never) public func returnedArray(_ n: Int) -> [Int] { [n, n, n] }

@inline(never) public func localArray(_ n: Int) -> Int {
    let values = [n, n &+ 1, n &+ 2]
    return values[0] &+ values[1] &+ values[2]
}

@inline(never) public func appends(_ n: Int) -> [Int] {
    var values: [Int] = []
    for number in 0..<n { values.append(number) }
    return values
}

@inline(never) public func reservedAppends(_ n: Int) -> [Int] {
    var values: [Int] = []
    values.reserveCapacity(n)
    for number in 0..<n { values.append(number) }
    return values
}

@inline(never) public func dictionary(_ n: Int) -> [Int: Int] { [n: n] }

@inline(never) public func concatenation(_ a: String, _ b: String) -> String { a + b }

@inline(never) public func interpolation(_ n: Int) -> String { "the value is \(n), as somebody has set it" }

/// On the stack up to 1024 bytes.
@inline(never) public func temporaryMemory(_ n: Int) -> Int {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: n) { words in
        words.initialize(repeating: n)
        return words.reduce(0, &+)
    }
}

@inline(never) public func genericArray<Element>(_ element: Element) -> [Element] { [element] }
