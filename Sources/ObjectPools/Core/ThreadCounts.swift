internal import Synchronization

/// What one thread or several counted.
struct ThreadCounts {
    var gets = 0
    var puts = 0
    var bypassed = 0

    /// Adds what a thread counted. Puts are read before gets, so that never more seems given back than was taken.
    mutating func add(_ local: UnsafeMutablePointer<PoolLocal>) {
        puts += local.pointee.puts.load(ordering: .acquiring)
        bypassed += local.pointee.bypassed.load(ordering: .relaxed)
        gets += local.pointee.gets.load(ordering: .relaxed)
    }
}
