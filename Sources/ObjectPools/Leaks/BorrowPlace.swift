/// Where an object was borrowed.
@usableFromInline
struct BorrowPlace: Sendable {
    @usableFromInline let function: StaticString
    @usableFromInline let file: StaticString
    @usableFromInline let line: UInt

    @inlinable init(function: StaticString, file: StaticString, line: UInt) {
        self.function = function
        self.file = file
        self.line = line
    }
}
