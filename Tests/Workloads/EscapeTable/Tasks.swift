// What concurrency allocates.

@inline(never) func work(_ n: Int) async -> Int { n &* 2 }

@inline(never) public func twoAsyncLets(_ n: Int) async -> Int {
    async let first = work(n)
    async let second = work(n &+ 1)
    return await first &+ second
}

@inline(never) public func startedTask(_ n: Int) -> Task<Int, Never> { Task { await work(n) } }
