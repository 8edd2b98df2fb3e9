#if canImport(Darwin)
internal import Darwin
#elseif canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

internal import CTrimtabPlatform

/// How much of this process's stacks is in memory.
struct ThreadStacks: Sendable {
    /// Nil where the kernel's files are not this process's own.
    private let path: String?

    init(_ paths: SystemPaths) { path = paths.processes == SystemPaths.live.processes ? "/proc/self/maps" : nil }

    /// Bytes; nil where the mappings cannot be read.
    func resident() -> Int? {
        #if os(Linux)
        guard let path, case let file = open(path, O_RDONLY | O_CLOEXEC), file >= 0 else { return nil }
        defer { close(file) }
        let capacity = 32768
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 1)
        defer { buffer.deallocate() }
        var search = StackSearch(largestStack: Self.defaultStack())
        var held = 0
        var sum = 0
        while true {
            // The buffer is never full here: a line is shorter, or else it is left out below.
            let length = read(file, buffer + held, capacity - held)
            if length < 0 && errno == EINTR { continue }
            guard length >= 0 else { return nil }
            if length == 0 { return sum }
            held += length
            let text = UnsafeBufferPointer(start: buffer.assumingMemoryBound(to: UInt8.self), count: held)
            let used = Self.add(text.span, to: &sum, search: &search)
            held -= used
            if held == capacity { held = 0 }
            buffer.copyMemory(from: buffer + used, byteCount: held)
        }
        #else
        return nil
        #endif
    }

    #if os(Linux)

    /// Adds the stacks among the whole lines of a text; returns how many bytes those lines were.
    private static func add(_ text: Span<UInt8>, to sum: inout Int, search: inout StackSearch) -> Int {
        var start = 0
        for place in text.indices where text[place] == UInt8(ascii: "\n") {
            if let mapping = MemoryMapping(text.extracting(start..<place)), let stack = search.stack(in: mapping) {
                sum += residentBytes(in: stack)
            }
            start = place + 1
        }
        return start
    }

    private static func defaultStack() -> UInt {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return 8 << 20 }
        defer { pthread_attr_destroy(&attributes) }
        var size = 0
        guard pthread_attr_getstacksize(&attributes, &size) == 0, size > 0 else { return 8 << 20 }
        return UInt(size)
    }

    /// 0 if the stack has gone meanwhile.
    private static func residentBytes(in stack: Range<UInt>) -> Int {
        let pages = Int((stack.upperBound - stack.lowerBound) / UInt(KernelPage.size))
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: pages) { present in
            present.initialize(repeating: 0)
            let address = UnsafeMutableRawPointer(bitPattern: stack.lowerBound)
            guard mincore(address, Int(stack.upperBound - stack.lowerBound), present.baseAddress) == 0 else { return 0 }
            return present.reduce(0) { $0 + Int($1 & 1) } * KernelPage.size
        }
    }
    #endif
}
