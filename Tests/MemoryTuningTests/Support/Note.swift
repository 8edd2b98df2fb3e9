import ObjectPools

final class Note: Poolable {
    var text = ""

    init() {}

    func reset() { text = "" }
}
