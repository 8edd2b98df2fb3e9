#if Server

import Hummingbird
import Logging
import Synchronization

/// The fault behind `--burst`: every 3 seconds, the next request first prepares a large report, holds it for a
/// moment and throws it away.
final class BurstMiddleware: RouterMiddleware {
    private static let interval = Duration.seconds(3)
    private static let holdingTime = Duration.milliseconds(250)
    private static let pageCount = 64
    private static let pageSize = 1 << 20

    private let nextBurst = Mutex(ContinuousClock.now + interval)

    func handle(
        _ request: Request,
        context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        if isDue() {
            let report = prepareReport()
            try await Task.sleep(for: Self.holdingTime)
            context.logger.debug("Report prepared", metadata: ["pages": "\(report.count)"])
        }
        return try await next(request, context)
    }

    private func isDue() -> Bool {
        nextBurst.withLock { due in
            guard ContinuousClock.now >= due else { return false }
            due = ContinuousClock.now + Self.interval
            return true
        }
    }

    private func prepareReport() -> [[UInt8]] {
        (0..<Self.pageCount).map { Array(repeating: UInt8(truncatingIfNeeded: $0), count: Self.pageSize) }
    }
}

#endif
