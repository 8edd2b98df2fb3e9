/// Gives labels to what a piece of code does: samples of memory and of processor time taken meanwhile bear them.
///
/// ```swift
/// try await withProfileLabels(["route": "/orders"]) { try await handle(request) }
/// ```
///
/// Labels add to those of the code around; of two values for a key the inner one holds. Child tasks and `Task {}` begin with
/// the labels of where they were made; `Task.detached {}` begins with none. ``ProfileLabels/usage()`` and reports tell bytes
/// allocated and processor time by label.
///
/// - Parameters:
///   - labels: Few different values, such as a route's pattern: there is room for some 4,000 different sets in all, and what
///     comes later has no labels. Keys and values are cut to 64 bytes, and a set to 208 in all.
///   - body: Runs once; its result and error are passed on.
public nonisolated(nonsending) func withProfileLabels<Result, Failure: Error>(
    _ labels: [String: String],
    _ body: nonisolated(nonsending) () async throws(Failure) -> Result
) async throws(Failure) -> Result {
    let number = ProfileLabels.number(adding: labels)
    let outcome = await LabelVariable.$current.withValue(number) {
        () async -> Swift.Result<Result, Failure> in
        do throws(Failure) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
    return try outcome.get()
}

/// The same for code that is not asynchronous, in a task or outside of tasks.
public func withProfileLabels<Result, Failure: Error>(
    _ labels: [String: String],
    _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
    let number = ProfileLabels.number(adding: labels)
    let outcome = LabelVariable.$current.withValue(number) {
        LabelVariable.withThreadLabel(number) { () -> Swift.Result<Result, Failure> in
            do throws(Failure) {
                return .success(try body())
            } catch {
                return .failure(error)
            }
        }
    }
    return try outcome.get()
}
