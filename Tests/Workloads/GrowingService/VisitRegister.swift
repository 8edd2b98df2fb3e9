/// Keeps all visits for ever.
final class VisitRegister {
    private var histories: [[Visit]] = []

    @inline(never)
    func add(_ number: Int) {
        histories.append([Visit](repeating: Visit(time: number, page: 7), count: 256))
    }
}

/// 16 bytes.
struct Visit {
    var time: Int
    var page: Int
}
