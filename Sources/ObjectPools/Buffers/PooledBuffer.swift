/// A block of bytes of a ``BufferPool`` on loan, which grows as it is filled. It goes back at the end of its life.
///
/// It can neither be copied nor used after its end. It may be given back by another thread or task than borrowed it.
public struct PooledBuffer: ~Copyable {
    private var storage: UnsafeMutableRawPointer
    /// Bytes that it holds without growing.
    public private(set) var capacity: Int
    /// Bytes that were appended.
    public private(set) var count = 0
    /// Where it comes from, and with what ticket if it is sampled.
    private let origin: (core: Unmanaged<PoolCore>, ticket: UInt)
    /// Keeps the cores alive.
    private let pool: BufferPool

    init(storage: UnsafeMutableRawPointer, capacity: Int, core: PoolCore, ticket: UInt, pool: BufferPool) {
        self.storage = storage
        self.capacity = capacity
        self.pool = pool
        origin = (Unmanaged.passUnretained(core), ticket)
    }

    deinit {
        if origin.ticket != 0 { origin.core._withUnsafeGuaranteedRef { $0.returnTicket(origin.ticket) } }
        pool.giveBack(storage, capacity: capacity)
    }

    /// Whether nothing was appended.
    public var isEmpty: Bool { count == 0 }

    /// Gives the buffer back now.
    public consuming func end() {}

    // MARK: Filling

    /// Makes room for so many bytes in all; nothing happens where there is room already.
    public mutating func reserveCapacity(_ minimumCapacity: Int) {
        guard minimumCapacity > capacity else { return }
        // At least twice as much, so that filling byte by byte copies each a constant number of times.
        let (core, newCapacity) = pool.place(for: max(minimumCapacity, 2 * capacity))
        let block = BufferPool.obtain(newCapacity, from: core)
        block.copyMemory(from: storage, byteCount: count)
        pool.giveBack(storage, capacity: capacity)
        (storage, capacity) = (block, newCapacity)
    }

    /// Appends a byte.
    public mutating func append(_ byte: UInt8) {
        if count == capacity { reserveCapacity(count + 1) }
        storage.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Appends bytes.
    public mutating func append(contentsOf bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return }
        reserveCapacity(count + bytes.count)
        (storage + count).copyMemory(from: start, byteCount: bytes.count)
        count += bytes.count
    }

    /// Appends bytes.
    public mutating func append(contentsOf bytes: some Sequence<UInt8>) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { append(contentsOf: UnsafeRawBufferPointer($0)) }
        guard isDone == nil else { return }
        for byte in bytes { append(byte) }
    }

    /// Appends a string in UTF-8.
    public mutating func append(_ text: String) { append(contentsOf: text.utf8) }

    /// Forgets what was appended, and keeps the room.
    public mutating func removeAll() { count = 0 }

    // MARK: Access

    /// Runs `body` with what was appended.
    public func withUnsafeBytes<Result: ~Copyable, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: storage, count: count))
    }

    /// Lets `body` write behind what was appended, such as by `read(2)`.
    ///
    /// - Parameters:
    ///   - minimumCapacity: Bytes that `body` can write at least.
    ///   - body: Gets the free room, whose contents are anything, and returns how many bytes it wrote.
    /// - Precondition: The number is not negative and not larger than the room.
    public mutating func appendUnsafe<Failure: Error>(
        minimumCapacity: Int,
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserveCapacity(count + minimumCapacity)
        let room = UnsafeMutableRawBufferPointer(start: storage + count, count: capacity - count)
        let written = try body(room)
        precondition(written >= 0 && written <= room.count, "\(written) bytes were written to a room of \(room.count)")
        count += written
    }
}

// The block is in one pair of hands.
extension PooledBuffer: @unchecked Sendable {}
