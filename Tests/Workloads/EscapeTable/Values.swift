// What allocates nothing when optimized, and some that does.

@inline(never) public func structOnTheStack(_ n: Int) -> Int {
    let point = Point(x: n, y: n + 1)
    return point.x &+ point.y
}

@inline(never) public func byReference(_ n: inout Int) { n &+= 1 }

@inline(never) public func concreteType(_ small: Small) -> Int { small.area }

@inline(never) public func smallExistential(_ n: Int) -> any Shape { Small(a: n) }

@inline(never) public func largeExistential(_ n: Int) -> any Shape { Large(a: n) }

@inline(never) public func largeAny(_ n: Int) -> Any { Large(a: n) }

@inline(never) public func returnedObject(_ n: Int) -> Row { Row(n) }

@inline(never) public func localObject(_ n: Int) -> Int {
    let row = Row(n)
    row.value &+= 1
    return row.value
}

@inline(never) public func fallback(_ row: Row?) -> Row { row ?? Row(0) }

@inline(never) public func emptyNames() -> Names { Names() }

@inline(never) public func threeNodes(_ n: Int) -> Tree { .node(.leaf(n), .leaf(n &+ 1)) }

@inline(never) public func throwsError(_ n: Int) throws -> Int {
    if n >= 0 { throw Refusal(code: n) }
    return n
}
