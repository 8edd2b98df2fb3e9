import Foundation

@testable import Profiles

/// A function whose name, file and line the symbolication tests know.
enum KnownFunction {
    static let line = #line + 4

    @inline(never)
    static func returnAddresses() -> [UInt64] {
        let addresses = innerReturnAddresses()
        return addresses
    }

    @inline(never)
    private static func innerReturnAddresses() -> [UInt64] {
        Thread.callStackReturnAddresses.map(\.uint64Value)
    }

    /// The file that this code was loaded from, as the hooks would record it.
    static func image() throws -> Image {
        let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let ranges = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8).split(separator: "\n")
            .filter { $0.hasSuffix(" " + path) }
            .compactMap { line -> Range<UInt64>? in
                let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt64($0, radix: 16) }
                return ends.count == 2 ? ends[0]..<ends[1] : nil
            }
        let start = ranges.map(\.lowerBound).min() ?? 0
        return Image(
            path: path,
            buildID: ELFFile(path: path)?.buildID ?? [],
            range: start..<(ranges.map(\.upperBound).max() ?? start),
            bias: start
        )
    }

    /// A profile with nothing but the stack of this function.
    static func profile(image: Image) -> HeapProfile {
        let addresses = returnAddresses().filter { image.range.contains($0) }
        return HeapProfile(
            images: [image],
            locations: addresses.map { Location(address: $0, image: 0) },
            sites: [Site(stack: Array(addresses.indices))]
        )
    }
}
