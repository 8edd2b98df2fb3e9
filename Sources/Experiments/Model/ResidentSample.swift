/// Resident memory at one time.
package struct ResidentSample: Sendable, Hashable, Codable {
    /// Seconds since the load began.
    package var time: Double
    package var bytes: Int
}
