/// The data of loaded images that the program may write: where its globals are.
struct WritableData {
    private struct Segment {
        var range: Range<UInt64>
        var image: Image
        var symbols: ELFSymbolTable
    }

    private var segments: [Segment] = []

    /// An image whose file is gone or another one by now is left out, and so is the preload, whose data are about the blocks.
    init(_ images: [Image]) {
        for image in images where image.path.hasPrefix("/") && !image.path.hasSuffix("/libtrimtab-preload.so") {
            guard let file = ELFFile(path: image.path), image.buildID.isEmpty || file.buildID == image.buildID else {
                continue
            }
            let symbols = ELFSymbolTable(file)
            for segment in file.writableSegments {
                let start = segment.lowerBound &+ image.bias
                let end = segment.upperBound &+ image.bias
                guard start < end, image.range.contains(start), end <= image.range.upperBound else { continue }
                segments.append(Segment(range: start..<end, image: image, symbols: symbols))
            }
        }
    }

    /// Those of the program first.
    var ranges: [Range<UInt64>] { segments.map(\.range) }

    /// What lies at the addresses, by its symbol.
    func names(of addresses: [UInt64]) -> [UInt64: ReferrerName] {
        var result: [UInt64: ReferrerName] = [:]
        for segment in segments {
            let inside = addresses.filter(segment.range.contains)
            guard !inside.isEmpty else { continue }
            let file = segment.image.path.split(separator: "/").last.map(String.init)
            let names = segment.symbols.names(at: inside.map { $0 &- segment.image.bias }, of: .objects)
            for address in inside {
                let symbol = names[address &- segment.image.bias]
                let name = symbol.map { Demangler.shortName(of: $0) ?? $0 } ?? ReferrerName.nameless
                result[address] = ReferrerName(kind: .global, name: name, image: file)
            }
        }
        return result
    }
}
