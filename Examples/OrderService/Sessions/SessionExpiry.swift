#if Server

import ServiceLifecycle

/// Removes ended sessions from the store, twice a second; all of them when the service shuts down.
struct SessionExpiry: Service {
    let store: SessionStore

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .milliseconds(500))) != nil {
                await store.removeEnded()
            }
        }
        await store.removeAll()
    }
}

#endif
