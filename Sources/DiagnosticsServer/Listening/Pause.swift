#if Server

internal import NIOCore
internal import ServiceLifecycle

/// Waits on an event loop. `Task.sleep` wakes in the shared thread pool, which may be blocked.
enum Pause {
    /// - Throws: When the task is cancelled or the service group shuts down.
    static func wait(_ duration: TimeAmount, on eventLoop: any EventLoop) async throws {
        let scheduled = eventLoop.scheduleTask(in: duration) {}
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await scheduled.futureResult.get()
        } onCancelOrGracefulShutdown: {
            scheduled.cancel()
        }
    }
}

#endif
