#if Server

import ServiceLifecycle

/// The fault behind `--slow-leak`: every tenth of a second it puts a little more where nobody will ever look.
struct SlowLeak: Service {
    private actor Drawer {
        private var letters: [[UInt8]] = []

        func put(_ letter: [UInt8]) { letters.append(letter) }
    }

    private static let interval = Duration.milliseconds(100)

    let bytesPerSecond: Int

    func run() async throws {
        let drawer = Drawer()
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: Self.interval)) != nil {
                await drawer.put(Array(repeating: 1, count: bytesPerSecond / 10))
            }
        }
    }
}

#endif
