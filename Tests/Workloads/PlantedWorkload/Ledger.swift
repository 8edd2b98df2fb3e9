/// Keeps blocks of memory until it goes away itself.
final class Ledger {
    private var pages: [UnsafeMutableRawPointer] = []

    var count: Int { pages.count }

    @inline(never)
    func keep(bytes: Int) {
        pages.append(.allocate(byteCount: bytes, alignment: 16))
    }

    deinit {
        for page in pages { page.deallocate() }
    }
}
