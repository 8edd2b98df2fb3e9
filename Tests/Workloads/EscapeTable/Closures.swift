// Closures that are returned, and so escape.

@inline(never) public func closureOverVariable(_ n: Int) -> () -> Int {
    var count = n
    return {
        count &+= 1
        return count
    }
}

@inline(never) public func closureOverValue(_ n: Int) -> () -> Int {
    let m = n &+ 1
    return { m &+ n }
}

@inline(never) public func closureOverReference(_ row: Row) -> () -> Int { { row.value } }

@inline(never) public func noClosureContext(_ n: Int) -> Int { apply(n) { $0 &+ n } }

@inline(__always) func apply(_ n: Int, _ body: (Int) -> Int) -> Int { body(n) }
