/// What the samples of one type stand for at one site.
struct TypeShare {
    private(set) var inUse = Usage()
    private(set) var objects = 0.0
    private(set) var bytes = 0.0
    private(set) var samples = 0

    mutating func add(_ usage: Usage, isLive: Bool) {
        samples += 1
        objects += usage.objects.value
        bytes += usage.bytes.value
        if isLive { inUse += usage }
    }
}
