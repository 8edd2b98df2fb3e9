/// Runs `body` and counts exactly what it allocates and frees.
///
///     let (rows, used) = measureAllocations { decode(payload) }
///     print(used?.allocations, used?.bytes, used?.live)
///
/// - Parameter body: Runs on the calling thread. What it has other threads or tasks do is not counted.
/// - Returns: What `body` returned, and the counts; nil where allocations are not counted, see
///   ``AllocationHooks/status``.
/// - Throws: What `body` throws.
public func measureAllocations<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
) throws(Failure) -> (result: Result, used: AllocationCounters?) {
    let before = AllocationCounters.currentThread
    let result = try body()
    let after = AllocationCounters.currentThread
    guard let before, let after else { return (result, nil) }
    return (result, after - before)
}

/// Runs `body` and counts what the **whole process** allocates and frees meanwhile.
///
/// A task may continue on any thread after each `await`, so what it alone allocated cannot be told from the counts of
/// threads: everything that other tasks and threads do while `body` runs is in the result, too. For exact counts of one
/// piece of code make it synchronous and use ``measureAllocations(_:)``.
///
/// - Parameter body: Runs on the caller's actor.
/// - Returns: What `body` returned, and the process's counts; nil where allocations are not counted, see
///   ``AllocationHooks/status``.
/// - Throws: What `body` throws.
public func measureProcessAllocations<Result, Failure: Error>(
    _ body: () async throws(Failure) -> Result
) async throws(Failure) -> (result: Result, used: AllocationCounters?) {
    let before = AllocationCounters.process
    let result = try await body()
    let after = AllocationCounters.process
    guard let before, let after else { return (result, nil) }
    return (result, after - before)
}
