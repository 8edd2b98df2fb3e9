/// A growable buffer that keeps its storage from one use to the next.
///
/// ``reuse(capacity:)`` empties it for the next use and allocates only if it is too small; ``append(_:)`` doubles it when
/// it is full. So a loop that needs at most *n* elements per round allocates O(log *n*) times in all, and then never.
///
///     var buffer = ReusableBuffer<UInt8>()
///     for request in requests {
///         buffer.reuse(capacity: request.expectedSize)
///         request.encode(into: &buffer)
///         try send(buffer.span)
///     }
///
/// It is not copyable: nobody else can hold its storage, so unlike an array's it is never copied on write, and nothing
/// is counted or checked on the way to it. What is read from it (``span``) cannot outlive the next change.
///
/// Storage never shrinks. To give it back, put a new buffer in its place.
@safe
public struct ReusableBuffer<Element>: ~Copyable {
    // The first `initializedCount` elements are initialized, those behind are not. Nobody else has the pointer.
    @usableFromInline
    internal var storage: UnsafeMutableBufferPointer<Element>

    @usableFromInline
    internal var initializedCount: Int

    /// Number of elements in the buffer.
    @inlinable
    public var count: Int { initializedCount }

    /// Number of elements that fit without another allocation.
    @inlinable
    public var capacity: Int { unsafe storage.count }

    /// Whether there are no elements in the buffer.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// Creates an empty buffer: one allocation, or none for a capacity of 0.
    ///
    /// - Parameter capacity: Number of elements that fit without another allocation.
    /// - Precondition: `capacity` is not negative.
    @inlinable
    public init(capacity: Int = 0) {
        precondition(capacity >= 0, "a capacity cannot be negative")
        unsafe storage = Self.allocate(capacity)
        initializedCount = 0
    }

    @inlinable
    deinit {
        unsafe storage.extracting(..<count).deinitialize()
        unsafe storage.deallocate()
    }

    /// Empties the buffer for its next use, and replaces its storage only if that is too small.
    ///
    /// The old storage is freed before the new one is allocated, and nothing is copied. Requests that grow little by
    /// little don't allocate each time: new storage has at least twice the capacity of the old.
    ///
    /// - Parameter required: Number of elements that are to fit.
    /// - Returns: Whether the storage was kept, that is, nothing was allocated.
    /// - Precondition: `required` is not negative.
    @inlinable
    @discardableResult
    public mutating func reuse(capacity required: Int) -> Bool {
        precondition(required >= 0, "a capacity cannot be negative")
        removeAll()
        guard required > capacity else { return true }
        let grown = max(required, 2 * capacity)
        unsafe storage.deallocate()
        unsafe storage = Self.allocate(grown)
        return false
    }

    /// Removes all elements and keeps the storage.
    @inlinable
    public mutating func removeAll() {
        unsafe storage.extracting(..<count).deinitialize()
        initializedCount = 0
    }

    /// Appends an element; when the buffer is full, its capacity doubles first.
    @inlinable
    public mutating func append(_ element: consuming Element) {
        if count == capacity { grow(to: max(count + 1, 8)) }
        unsafe storage.initializeElement(at: count, to: element)
        initializedCount += 1
    }

    /// Appends what `initializer` writes; if there is too little room, the capacity doubles first, at least.
    ///
    /// - Parameters:
    ///   - addedCapacity: The capacity of the output span that `initializer` gets.
    ///   - initializer: Appends at most as many elements to the span. Those that it appended before it throws stay.
    /// - Throws: What `initializer` throws.
    /// - Precondition: `addedCapacity` is not negative.
    @inlinable
    public mutating func append<Failure: Error>(
        addingCapacity addedCapacity: Int,
        initializingWith initializer: (_ output: inout OutputSpan<Element>) throws(Failure) -> Void
    ) throws(Failure) {
        precondition(addedCapacity >= 0, "a capacity cannot be negative")
        if addedCapacity > capacity - count { grow(to: count + addedCapacity) }
        let free = unsafe storage.extracting(count..<count + addedCapacity)
        var output = unsafe OutputSpan(buffer: free, initializedCount: 0)
        defer {
            initializedCount += unsafe output.finalize(for: free)
            output = OutputSpan()
        }
        try initializer(&output)
    }

    /// The elements, to read.
    @inlinable
    public var span: Span<Element> {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe Span(_unsafeElements: UnsafeBufferPointer(storage.extracting(..<count)))
            // The storage lives, and does not change, as long as the buffer is borrowed.
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// The elements, to read and replace.
    @inlinable
    public var mutableSpan: MutableSpan<Element> {
        @_lifetime(&self)
        mutating get {
            let span = unsafe MutableSpan(_unsafeElements: storage.extracting(..<count))
            // The storage lives, and is nobody else's, as long as the buffer is borrowed for change.
            return unsafe _overrideLifetime(span, mutating: &self)
        }
    }

    @inlinable
    internal mutating func grow(to required: Int) {
        let grown = unsafe Self.allocate(max(required, 2 * capacity))
        _ = unsafe grown.moveInitialize(fromContentsOf: storage.extracting(..<count))
        unsafe storage.deallocate()
        unsafe storage = grown
    }

    @inlinable
    internal static func allocate(_ capacity: Int) -> UnsafeMutableBufferPointer<Element> {
        guard capacity > 0 else { return unsafe UnsafeMutableBufferPointer(start: nil, count: 0) }
        return .allocate(capacity: capacity)
    }
}

// The storage belongs to the buffer alone, so it may go wherever its elements may.
extension ReusableBuffer: @unchecked Sendable where Element: Sendable {}
