/// Keeps blocks of memory until it goes away itself.
final class Ledger {
    private var pages: [UnsafeMutableRawPointer] = []

    var count: Int { pages.count }

    @inline(never)
    func keep(bytes: Int) {
        pages.append(.allocate(byteCount: bytes, alignment: 16))
    }

    func fill(bytes: Int) {
        keep(bytes: bytes)
        pages[count - 1].initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
    }

    deinit {
        for page in pages { page.deallocate() }
    }
}
