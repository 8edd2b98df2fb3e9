public import Randomness

/// A file that can be had again and again with other damage.
public struct DamagedFile: Sendable {
    /// The file as it was.
    public let original: [UInt8]
    /// Where damage is worth while: what the file uses.
    private let places: [Int]

    private static let interesting: [UInt64] = [
        0, 1, 2, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000,
        0xffff_ffff_ffff_ffff, Double.nan.bitPattern, Double.infinity.bitPattern, (-1.0).bitPattern,
        Double.greatestFiniteMagnitude.bitPattern, Double.leastNonzeroMagnitude.bitPattern,
    ]

    /// - Parameter front: How many bytes to damage even where they are 0; of the rest, only others.
    public init(_ original: [UInt8], front: Int) {
        self.original = original
        places = original.indices.filter { original[$0] != 0 || $0 < front }
    }

    /// The file with one to eight bytes or words altered.
    public func altered(using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            guard let place = places.randomElement(using: &generator) else { continue }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1:
                bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 2:
                store(Self.interesting.randomElement(using: &generator) ?? 0, near: place, in: &bytes)
            default:
                // A number that makes sense elsewhere in the file.
                guard let other = places.randomElement(using: &generator) else { continue }
                store(word(near: other), near: place, in: &bytes)
            }
        }
        return bytes
    }

    /// The front of the file.
    public func cut(using generator: inout SeededGenerator) -> [UInt8] {
        Array(original.prefix(Int.random(in: 0..<original.count, using: &generator)))
    }

    /// The file with noise, zeros or other parts of it over a stretch of it.
    public func overwritten(from start: Int, using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        let first = Int.random(in: start..<bytes.count, using: &generator)
        let last = min(bytes.count, first + (1 << Int.random(in: 0..<14, using: &generator)))
        let kind = Int.random(in: 0..<3, using: &generator)
        for place in first..<last {
            switch kind {
            case 0: bytes[place] = 0
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            default: bytes[place] = original[(place + first) % bytes.count]
            }
        }
        return bytes
    }

    private func word(near place: Int) -> UInt64 {
        let start = place / 8 * 8
        guard start + 8 <= original.count else { return 0 }
        return original.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
    }

    private func store(_ word: UInt64, near place: Int, in bytes: inout [UInt8]) {
        let start = place / 8 * 8
        guard start + 8 <= bytes.count else { return }
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: word, toByteOffset: start, as: UInt64.self) }
    }
}
