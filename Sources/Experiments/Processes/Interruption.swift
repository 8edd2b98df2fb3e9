internal import CTrimtabPlatform

/// Signals that ask to end, and that are obeyed between two steps.
package enum Interruption {
    /// From now on the signals end nothing by themselves.
    package static func watch() { trimtab_interruption_watch() }

    /// The first signal that came; nil if none did.
    package static var signal: Int? {
        let number = trimtab_interruption()
        return number == 0 ? nil : Int(number)
    }

    static func check() throws(ExperimentError) {
        guard let signal else { return }
        throw ExperimentError(.interrupted, "interrupted by signal \(signal)")
    }
}
