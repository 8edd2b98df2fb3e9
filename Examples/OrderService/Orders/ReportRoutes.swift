#if Server

import Hummingbird
import NIOCore

/// `GET /report`: prepares a large report, holds it for a moment as if somebody else had to add to it, and sends its
/// size. Many at once are the burst that a service without a limit on memory does not survive.
struct ReportRoutes {
    private static let holdingTime = Duration.milliseconds(250)
    private static let pageSize = 1 << 20

    /// Of 1 MiB each.
    let pages: Int

    var routes: RouteCollection<BasicRequestContext> {
        RouteCollection(context: BasicRequestContext.self).get("report", use: report)
    }

    @Sendable
    private func report(_ request: Request, context: BasicRequestContext) async throws -> String {
        var report: [[UInt8]] = []
        for number in 0..<pages {
            report.append(Array(repeating: UInt8(truncatingIfNeeded: number), count: Self.pageSize))
            await Task.yield()
        }
        try await Task.sleep(for: Self.holdingTime)
        return "\(report.reduce(0) { $0 + $1.count }) bytes\n"
    }
}

#endif
