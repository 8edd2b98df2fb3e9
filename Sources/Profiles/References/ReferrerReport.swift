/// Who refers to a leak's blocks. It is always a part only: most blocks were never sampled, and stacks, registers and
/// thread-local storage are not looked at.
package struct ReferrerReport: Hashable, Sendable {
    package var subject: ReferrerName
    /// How many such objects are in use, as samples estimate it.
    package var objects: Double
    /// How many of them were looked at, sampled or met on the way.
    package var lookedAt: Int
    /// To how many of these something refers.
    package var referredTo: Int
    /// Bytes in use of the whole process.
    package var liveBytes: Int
    package var coverage: ScanCoverage
    /// Most references first.
    package var referrers: [Referrer]
    /// How many more there are than ``referrers`` shows.
    package var others: Int
}
