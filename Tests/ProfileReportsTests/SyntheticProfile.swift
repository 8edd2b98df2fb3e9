import Foundation
import Profiles

/// A service of 20 s whose session archive grows steadily, with a cache that is stable and a parser that churns.
struct SyntheticProfile {
    static let mebibyte = 1 << 20
    static let archive = Frame(
        function: "SessionStore.archive(_:)",
        mangledName: "$s6Orders12SessionStoreC7archiveyySiF",
        file: "/home/dev/orders/Sources/SessionStore.swift",
        line: 41
    )
    static let cache = Frame(function: "Cache.init(_:)", file: "/home/dev/orders/Sources/Cache.swift", line: 7)
    static let parser = Frame(function: "CSVParser.row(_:)", file: "/home/dev/orders/Sources/CSV.swift", line: 99)

    static func make() -> HeapProfile {
        let allocator = [
            Frame(function: "swift_slowAlloc", origin: .allocator),
            Frame(function: "swift_allocObject", origin: .allocator),
        ]
        let locations = [
            Location(address: 0x100, image: 0, frames: allocator),
            Location(address: 0x200, image: 0, frames: [archive]),
            Location(address: 0x300, image: 0, frames: [cache]), Location(address: 0x400, image: 0, frames: [parser]),
            Location(
                address: 0x500,
                image: 0,
                frames: [Frame(function: "Server.handle(_:)", file: "/home/dev/orders/S.swift", line: 1)]
            ),
            Location(
                address: 0x9_0000,
                image: 1,
                frames: [Frame(function: "0x90000 in libsecret.so", origin: .system)]
            ),
        ]
        let usage = { (mebibytes: Double, samples: Int) in
            let bytes = mebibytes * Double(mebibyte)
            let n = max(1, Double(samples))
            return Usage(
                objects: Estimate(
                    value: mebibytes * 1_000,
                    variance: mebibytes * mebibytes * 1e6 / n,
                    samples: samples
                ),
                bytes: Estimate(value: bytes, variance: bytes * bytes / n, samples: samples)
            )
        }
        let sites = [
            // Two threads and two stacks end at the same line.
            Site(stack: [0, 1, 4], thread: 0, inUse: usage(30, 60), allocated: usage(30, 60), atPeak: usage(30, 60)),
            Site(stack: [0, 1, 4], thread: 1, inUse: usage(10, 20), allocated: usage(10, 20), atPeak: usage(10, 20)),
            Site(stack: [0, 1], thread: 0, inUse: usage(1, 2), allocated: usage(1, 2), atPeak: usage(1, 2)),
            Site(stack: [0, 2, 4], thread: 0, inUse: usage(6, 12), allocated: usage(6, 12), atPeak: usage(6, 12)),
            Site(stack: [0, 3, 4], thread: 0, inUse: usage(0, 0), allocated: usage(900, 1_800), atPeak: usage(2, 4)),
            Site(stack: [5], thread: 1, inUse: usage(0.1, 1), allocated: usage(0.1, 1), atPeak: usage(0.1, 1)),
        ]
        return HeapProfile(
            program: Program(path: "/srv/bin/orders", arguments: ["orders", "--leak"], processID: 4_242),
            samplingInterval: 512 * 1024,
            start: Date(timeIntervalSince1970: 1_700_000_000),
            duration: 20,
            totals: Totals(
                allocations: 12_345_678,
                deallocations: 12_298_567,
                allocatedBytes: 947 * mebibyte,
                liveBytes: 48 * mebibyte,
                peakLiveBytes: 50 * mebibyte,
                peakLiveTime: 19.5,
                peakResidentBytes: 98 * mebibyte
            ),
            sampling: SamplingStatistics(taken: 1_895, dropped: 3, truncatedStacks: 2),
            threads: [ProfiledThread(name: "NIO-0", id: 1), ProfiledThread(name: "NIO-1", id: 2)],
            images: [
                Image(path: "/srv/bin/orders", range: 0..<0x1000),
                Image(path: "/lib/libsecret.so", range: 0x9_0000..<0x9_1000),
            ],
            locations: locations,
            sites: sites,
            timeline: (0...40).map { tick in
                TimelinePoint(
                    time: Double(tick) / 2,
                    residentBytes: (20 + tick * 2) * mebibyte,
                    liveBytes: (8 + tick) * mebibyte,
                    allocatedBytes: tick * 20 * mebibyte,
                    allocations: tick * 300_000,
                    deallocations: tick * 299_000
                )
            },
            samples: samples()
        )
    }

    /// The archive's blocks come evenly over the run, the cache's in the first second.
    private static func samples() -> [Sample] {
        let archive = (0..<82).map { number in
            Sample(
                address: UInt64(number),
                size: mebibyte / 2,
                weight: 1,
                site: number % 3,
                allocatedTime: Double(number) / 82 * 20
            )
        }
        let cache = (0..<12).map { number in
            Sample(
                address: UInt64(1_000 + number),
                size: mebibyte / 2,
                weight: 1,
                site: 3,
                allocatedTime: Double(number) / 12
            )
        }
        return archive + cache
    }
}
