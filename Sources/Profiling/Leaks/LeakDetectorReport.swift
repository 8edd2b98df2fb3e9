package import struct Foundation.Date

/// What a ``LeakDetector`` knows at one moment.
package struct LeakDetectorReport: Sendable {
    /// Memory first, the fastest first.
    package var leaks: [DetectedLeak]
    /// From the first look to the last, of each resource that can be watched.
    package var watchedSeconds: [DetectedLeak.Resource: Double]
    /// Nothing is said before so many seconds have been watched.
    package var neededSeconds: Double
    /// Nil before the first.
    package var lastLook: Date?
}
