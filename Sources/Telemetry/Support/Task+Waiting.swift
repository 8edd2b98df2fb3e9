#if Server

extension Task<Void, Never> {
    /// Waits until the task has ended, or until the one that waits is cancelled; ``value`` would wait on.
    func endOrCancellation() async {
        let (end, continuation) = AsyncStream<Void>.makeStream()
        Task {
            await self.value
            continuation.finish()
        }
        for await _ in end {}
    }
}

#endif
