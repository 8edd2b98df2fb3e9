extension AsyncObjectPool {
    /// Lends an object to `body`, and takes it back when that ends, in whatever way.
    ///
    /// If `body` throws, the object may be in the middle of something: it is lent again only after `validate` found it
    /// fit, and given up if the pool has no `validate`. A body that throws for reasons of its own can return a `Result`.
    ///
    /// - Parameters:
    ///   - timeout: The most time until `body` starts, whether that goes into waiting, making or validating; nil for
    ///     any. With zero, the object must be at hand; if it is not, one is made for the next borrower, within the
    ///     limit.
    ///   - body: Runs on the caller's actor. It must not keep the object.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` throws; ``PoolError`` if there was no object to be had; `CancellationError`, without running
    ///   `body`, if the task is cancelled before that starts.
    public func withObject<Result>(
        timeout: Duration? = nil,
        function: StaticString = #function,
        file: StaticString = #fileID,
        line: UInt = #line,
        _ body: (_ object: Element) async throws -> Result
    ) async throws -> Result {
        // Not by way of the other `withObject`: one more asynchronous closure costs half as much as all the rest.
        let place = BorrowPlace(function: function, file: file, line: line)
        let object =
            if let idle = core.take(for: place) { idle } else { try await core.wait(at: place, timeout: timeout) }
        do {
            let result = try await body(Self.element(of: object.element))
            core.giveBack(object, .intact)
            return result
        } catch {
            core.giveBack(object, .suspect)
            throw error
        }
    }

    /// Lends an object to `body`, which may say that the object is not to be used again.
    ///
    ///     let response = try await connections.withObject { connection, keep in
    ///         let response = try await connection.send(request)
    ///         keep = response.keepsAlive
    ///         return response
    ///     }
    ///
    /// - Parameters:
    ///   - timeout: As in ``withObject(timeout:_:)``.
    ///   - body: Gets the object, and `keep`, which is true; if it is false at the end, the object is given up.
    /// - Returns: What `body` returned.
    /// - Throws: As ``withObject(timeout:_:)``.
    public func withObject<Result>(
        timeout: Duration? = nil,
        function: StaticString = #function,
        file: StaticString = #fileID,
        line: UInt = #line,
        _ body: (_ object: Element, _ keep: inout Bool) async throws -> Result
    ) async throws -> Result {
        let place = BorrowPlace(function: function, file: file, line: line)
        let object =
            if let idle = core.take(for: place) { idle } else { try await core.wait(at: place, timeout: timeout) }
        var keep = true
        do {
            let result = try await body(Self.element(of: object.element), &keep)
            core.giveBack(object, keep ? .intact : .broken)
            return result
        } catch {
            core.giveBack(object, keep ? .suspect : .broken)
            throw error
        }
    }
}
