#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Jobs in the order in which they came, in memory from the kernel: nothing here is an allocation that anybody counts.
struct JobQueue {
    /// A ring: the first job is at `first`, and the others follow it round the end.
    private var jobs: UnsafeMutablePointer<UnownedJob>
    private var capacity = 4096
    private var first = 0
    private var count = 0

    /// nil if there is no memory.
    init?() {
        guard let jobs = Self.reserve(capacity) else { return nil }
        self.jobs = jobs
    }

    var isEmpty: Bool { count == 0 }

    mutating func append(_ job: UnownedJob) {
        if count == capacity { grow() }
        (jobs + (first + count) % capacity).initialize(to: job)
        count += 1
    }

    mutating func popFirst() -> UnownedJob? {
        guard count > 0 else { return nil }
        let job = jobs[first]
        first = (first + 1) % capacity
        count -= 1
        return job
    }

    func deallocate() {
        munmap(jobs, capacity * MemoryLayout<UnownedJob>.stride)
    }

    private mutating func grow() {
        // A job that is lost never ends its test.
        guard let larger = Self.reserve(2 * capacity) else { preconditionFailure("There is no memory for more tasks.") }
        for number in 0..<count { (larger + number).initialize(to: jobs[(first + number) % capacity]) }
        deallocate()
        jobs = larger
        capacity *= 2
        first = 0
    }

    private static func reserve(_ capacity: Int) -> UnsafeMutablePointer<UnownedJob>? {
        let bytes = capacity * MemoryLayout<UnownedJob>.stride
        let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return memory == MAP_FAILED ? nil : memory?.assumingMemoryBound(to: UnownedJob.self)
    }
}
