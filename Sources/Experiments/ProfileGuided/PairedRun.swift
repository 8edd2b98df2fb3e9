/// What the workload took with both builds, one right after the other.
package struct PairedRun: Sendable, Hashable, Codable {
    package struct Cost: Sendable, Hashable, Codable {
        /// Wall time.
        package var seconds: Double
        /// CPU time of the workload and all that it waited for.
        package var cpuSeconds: Double
    }

    package var usual: Cost
    package var guided: Cost
}
