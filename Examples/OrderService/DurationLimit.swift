#if Server

import ServiceLifecycle

/// Ends after a time, which shuts the whole service down gracefully.
struct DurationLimit: Service {
    let duration: Duration

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Cut short by a shutdown that something else began, there is nothing left to do.
            try? await Task.sleep(for: duration)
        }
    }
}

#endif
