/// Watches what comes back after a step: pages that were released and are touched again cost a fault each.
///
/// Faults of the next second are held against those of the second before the step, of which the rate is known from look to
/// look.
struct RefaultWatch {
    /// What a step is charged: nothing if what it released stayed released.
    struct Charge: Hashable {
        let step: ReclaimStep
        let released: Int
        let bytes: Int
        let time: Duration
        /// Whether the step ran in an emergency.
        let isOfEmergency: Bool
    }

    /// What a fault on an anonymous page took on several machines: the trap, a page, and clearing it.
    static let faultTime = Duration.nanoseconds(500)
    private static let window = Duration.seconds(1)

    private var last: (time: Duration, faults: UInt64)?
    /// Faults per second before the step.
    private var usualRate: Double?
    private var step: (step: ReclaimStep, released: Int, inEmergency: Bool, since: Duration, faults: UInt64)?

    mutating func start(
        _ step: ReclaimStep,
        released: Int,
        inEmergency: Bool = false,
        _ observation: MemoryObservation,
        now: Duration
    ) {
        guard let faults = observation.minorFaults else { return }
        self.step = (step, released, inEmergency, now, faults)
    }

    /// Looks once; what a step is to be charged, when its second is over.
    mutating func look(_ observation: MemoryObservation, now: Duration) -> Charge? {
        guard let faults = observation.minorFaults else { return nil }
        if let step {
            let passed = now - step.since
            guard passed >= .zero else {
                self.step = nil
                return nil
            }
            guard passed >= Self.window else { return nil }
            self.step = nil
            last = (now, faults)
            let usual = UInt64(min((usualRate ?? 0) * (passed / .seconds(1)), 0x1p60))
            let more = faults &- step.faults
            guard more < UInt64(1) << 40 else { return nil }
            // No more than was released can come back.
            let bytes = min(Int(more - min(usual, more)) * KernelPage.size, step.released)
            return Charge(
                step: step.step,
                released: step.released,
                bytes: bytes,
                time: Self.faultTime * (bytes / KernelPage.size),
                isOfEmergency: step.inEmergency
            )
        }
        if let last, now > last.time, faults >= last.faults {
            let rate = Double(faults - last.faults) / ((now - last.time) / .seconds(1))
            usualRate = usualRate.map { $0 + 0.2 * (rate - $0) } ?? rate
        }
        last = (now, faults)
        return nil
    }
}
