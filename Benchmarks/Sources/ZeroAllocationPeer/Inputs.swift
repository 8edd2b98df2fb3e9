/// What is measured works on this; the Go program has the same.
enum Inputs {
    /// 1,024 numbers of all digit counts, every fourth one negative.
    static func numbers() -> [Int64] {
        var state: UInt64 = 42
        return (0..<1024).map { index in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Int64(truncatingIfNeeded: (state >> 1) >> UInt64(index % 60))
            return index % 4 == 3 ? -value : value
        }
    }

    /// 1,024 numbers from 1,024 to 2,047.
    static func sizes() -> [Int] {
        (0..<1024).map { 1024 + 7 * $0 & 1023 }
    }

    /// 100 strings of this many bytes.
    static func parts(length: Int) -> [String] {
        (0..<100).map { index in
            let number = "\(10 + index % 90)"
            return number + String(repeating: "x", count: length - number.utf8.count)
        }
    }

    /// 64 keys of 32 bytes.
    static func keys() -> [String] {
        (0..<64).map { "content-type-with-a-long-name-\($0 < 10 ? "0" : "")\($0)" }
    }

    static func bytesOfKeys() -> [[UInt8]] {
        keys().map { Array($0.utf8) }
    }

    /// The keys with their numbers.
    static func table() -> [String: Int64] {
        Dictionary(uniqueKeysWithValues: keys().enumerated().map { ($1, Int64($0)) })
    }
}
