import Foundation

/// Runs each body on a thread of its own, and waits until the threads have ended, with all that they do at their end.
public func onThreads(_ bodies: [@Sendable () -> Void]) {
    var threads: [pthread_t] = []
    for body in bodies {
        let box = Unmanaged.passRetained(Body(run: body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            box.toOpaque()
        )
        precondition(status == 0, "no thread: \(status)")
        threads.append(thread)
    }
    for thread in threads { pthread_join(thread, nil) }
}

public func onThread(_ body: @escaping @Sendable () -> Void) { onThreads([body]) }

private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) { self.run = run }
}
