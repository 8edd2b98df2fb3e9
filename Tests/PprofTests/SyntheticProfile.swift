import Foundation

@testable import Profiles

/// A small symbolicated profile with all that pprof can carry.
func makeProfile() -> HeapProfile {
    let usage = { (objects: Double, bytes: Double, samples: Int) in
        Usage(
            objects: Estimate(value: objects, variance: 1, samples: samples),
            bytes: Estimate(value: bytes, variance: 1, samples: samples)
        )
    }
    return HeapProfile(
        program: Program(path: "/srv/orders", arguments: ["orders"], processID: 42),
        samplingInterval: 524_288,
        start: Date(timeIntervalSince1970: 1_700_000_000),
        duration: 12.5,
        totals: Totals(
            allocations: 1_000,
            deallocations: 900,
            allocatedBytes: 9_000_000,
            liveBytes: 4_200_000,
            peakLiveBytes: 5_000_000,
            peakLiveTime: 3.25,
            peakResidentBytes: 8_000_000
        ),
        sampling: SamplingStatistics(taken: 17, dropped: 2, truncatedStacks: 1, droppedImages: 3),
        threads: [ProfiledThread(name: "worker", id: 7), ProfiledThread(name: "", id: 8)],
        images: [
            Image(path: "/lib/libc.so.6", buildID: [0xab, 0x01], range: 0x7000_0000..<0x7100_0000, bias: 0x7000_0000),
            Image(path: "/srv/orders", buildID: [0x0f, 0xff], range: 0x1000..<0x9000, bias: 0x1000),
        ],
        locations: [
            Location(
                address: 0x1234,
                image: 1,
                frames: [
                    Frame(
                        function: "Array.append(_:)",
                        mangledName: "$sSa6appendyyxF",
                        file: "Array.swift",
                        line: 3,
                        isInlined: true
                    ),
                    Frame(
                        function: "SessionStore.archive(_:)",
                        mangledName: "$s6Orders12SessionStoreC7archiveyyF",
                        file: "/src/SessionStore.swift",
                        line: 41,
                        column: 9
                    ),
                ]
            ),
            Location(address: 0x7000_0010, image: 0),
        ],
        sites: [
            Site(stack: [0, 1], thread: 0, inUse: usage(2.4, 1_600.4, 3), allocated: usage(10, 7_000.6, 9)),
            Site(stack: [1], thread: 1, inUse: usage(1, 128, 1), allocated: usage(4, 512, 4)),
        ]
    )
}

/// The message in a profile's file.
func makeMessage(of profile: HeapProfile) throws -> [UInt8] {
    try Gzip.decompress(profile.pprof(), limit: PprofLimits().bytes)
}
