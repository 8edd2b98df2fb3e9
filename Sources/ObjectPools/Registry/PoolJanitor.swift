internal import Dispatch

/// Looks for idle objects of pools, twice in the time that they may be idle.
///
/// Sendable: it has nothing but the timer, whose own calls are safe from any thread.
final class PoolJanitor: @unchecked Sendable {
    private struct WeakCore<Core: AnyObject & Sendable>: Sendable {
        weak let core: Core?
    }

    private let timer: any DispatchSourceTimer

    /// Nil where idle objects are kept.
    convenience init?(for cores: [PoolCore]) {
        guard let idleTime = cores.compactMap(\.configuration.retention.idleTime).min() else { return nil }
        let pools = cores.map { WeakCore(core: $0) }
        self.init(twiceIn: idleTime) { for pool in pools { _ = pool.core?.giveUpIdle() } }
    }

    /// Nil where idle objects are kept.
    convenience init?(for core: AsyncPoolCore, _ expiry: Duration?) {
        guard let expiry else { return nil }
        let pool = WeakCore(core: core)
        self.init(twiceIn: expiry) { _ = pool.core?.evictExpired() }
    }

    private init(twiceIn idleTime: Duration, _ look: @escaping @Sendable () -> Void) {
        let (seconds, attoseconds) = idleTime.components
        let interval = max(Double(seconds) + Double(attoseconds) * 1e-18, 0.002) / 2
        timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        let leeway = DispatchTimeInterval.nanoseconds(Int(min(interval / 8, 10) * 1e9))
        timer.schedule(deadline: .now() + interval, repeating: interval, leeway: leeway)
        timer.setEventHandler(handler: look)
        timer.resume()
    }

    deinit { timer.cancel() }
}
