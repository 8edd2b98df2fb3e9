internal import Profiles

/// One look at the whole process.
struct JSONTimelinePoint: Encodable {
    let seconds: Double
    let residentBytes: Int
    let liveBytes: Int
    let allocatedBytes: Int
    let allocations: Int
    let deallocations: Int

    init(_ point: TimelinePoint) {
        seconds = point.time
        residentBytes = point.residentBytes
        liveBytes = point.liveBytes
        allocatedBytes = point.allocatedBytes
        allocations = point.allocations
        deallocations = point.deallocations
    }
}
