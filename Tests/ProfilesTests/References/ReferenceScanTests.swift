import Randomness
import Testing

@testable import Profiles

/// A scan of memory whose contents are known.
@Suite struct ReferenceScanTests {
    private static let session: UInt64 = 0x10_0000
    private static let storage: UInt64 = 0x10_0100
    private static let store: UInt64 = 0x10_0200
    /// A count of references of an object that lives.
    private static let alive: UInt64 = 3
    /// Of one that is being destroyed.
    private static let dead: UInt64 = 1 << 32 | 3
    /// Metadata of classes begins with 0 here.
    private static let metadata: [UInt64: [UInt64]] = [session: [0], storage: [0], store: [0]]

    private func describe(_ address: UInt64, _ word: UInt64) -> (name: String, size: Int)? {
        switch word {
        case Self.session: ("Session", 32)
        case Self.storage: ("Dictionary<Int, Session> storage", 64)
        case Self.store: ("SessionStore", 24)
        default: nil
        }
    }

    private func type(_ name: String) -> ReferrerName { ReferrerName(kind: .type, name: name) }

    private func sampled(_ address: UInt64, words: Int, _ name: ReferrerName) -> ReferenceScan.Sampled {
        .init(address: HiddenAddress(address), size: words * 8, name: name)
    }

    private func graph(
        _ memory: [UInt64: [UInt64]],
        _ blocks: [ReferenceScan.Sampled],
        data: [Range<UInt64>] = [],
        limits: ScanLimits = ScanLimits()
    ) -> ReferenceGraph {
        ReferenceScan.graph(
            of: blocks,
            data: data,
            in: MadeMemory(memory.merging(Self.metadata) { $1 }),
            limits: limits,
            describe: describe
        )
    }

    /// Sessions in a dictionary of a store in a global; of all these a session alone was sampled.
    private static let service: [UInt64: [UInt64]] = [
        0x40_0000: [0, 0x7f00_0000_1000, 42],
        0x7f00_0000_1000: [store, alive, 0x7f00_0000_2000],
        0x7f00_0000_2000: [storage, alive, 0, 0x7f00_0000_3000, 0x7f00_0000_4000, 7, 0, 0],
        0x7f00_0000_3000: [session, alive, 1, 2],
        0x7f00_0000_4000: [session, alive, 3, 4],
    ]

    @Test func leadsFromASessionOverItsDictionaryAndStoreToTheGlobal() throws {
        var graph = graph(
            Self.service,
            [sampled(0x7f00_0000_3000, words: 4, type("Session"))],
            data: [0x40_0000..<0x40_0018]
        )
        graph.nameData { addresses in
            Dictionary(addresses.map { ($0, ReferrerName(kind: .global, name: "store", image: "my-server")) }) { $1 }
        }
        let report = try #require(graph.referrers(of: type("Session")))
        #expect(report.lookedAt == 2 && report.referredTo == 2)
        let dictionary = try #require(report.referrers.first)
        #expect(report.referrers.count == 1)
        #expect(dictionary.name.name == "Dictionary<Int, Session> storage")
        #expect((dictionary.references, dictionary.blocks, dictionary.targets) == (2, 1, 2))
        let store = try #require(dictionary.referrers.first)
        #expect(store.name.name == "SessionStore")
        let global = try #require(store.referrers.first)
        #expect(global.name == ReferrerName(kind: .global, name: "store", image: "my-server"))
        #expect(global.referrers.isEmpty && !global.isCycle)
        #expect(report.coverage.sampledBlocks == 1 && report.coverage.foundBlocks == 3 && !report.coverage.isCut)
    }

    @Test func closesACycleAndEnds() throws {
        // A session and a block that C allocated refer to each other, and the session to itself.
        let graph = graph(
            [
                0x7f00_0000_3000: [Self.session, Self.alive, 0x7f00_0000_5000, 0x7f00_0000_3000],
                0x7f00_0000_5000: [0x7f00_0000_3000, 0x7f00_0000_5008],
            ],
            [
                sampled(0x7f00_0000_3000, words: 4, type("Session")),
                sampled(0x7f00_0000_5000, words: 2, ReferrerName(kind: .function, name: "connect")),
            ]
        )
        let report = try #require(graph.referrers(of: type("Session")))
        #expect(report.referrers.map(\.name.name) == ["Session", "connect"])
        #expect(report.referrers.map(\.isCycle) == [true, false])
        // The pointer of the block into itself is none.
        #expect(report.referrers[1].referrers.map(\.name.name) == ["Session"])
        #expect(report.referrers[1].referrers.first?.isCycle == true)
        #expect(report.referrers[1].referrers.first?.referrers.isEmpty == true)
    }

    @Test func takesReferencesWithTagsAndIntoABlockAndNoneBehindIt() throws {
        let name = ReferrerName(kind: .function, name: "buffer")
        func found(_ word: UInt64) -> Int {
            let blocks = [
                sampled(0x7f00_0000_3000, words: 4, name),
                sampled(0x7f00_0000_9000, words: 1, type("Holder")),
            ]
            let memory: [UInt64: [UInt64]] = [0x7f00_0000_3000: [0, 0, 0, 0], 0x7f00_0000_9000: [word]]
            return graph(memory, blocks).referrers(of: name)?.referrers.first?.references ?? 0
        }
        #expect(found(0x7f00_0000_3000) == 1)
        #expect(found(0x8000_7f00_0000_3000) == 1)
        #expect(found(0x7f00_0000_3003) == 1)
        #expect(found(0x7f00_0000_301f) == 1)
        #expect(found(0x7f00_0000_3020) == 0)
        #expect(found(0x7f00_0000_2fff) == 0)
        #expect(found(0xf000_7f00_0000_3000) == 1)
        #expect(found(0x00f0_7f00_0000_3000) == 0)
    }

    @Test func leavesAsideWhatMallocRoundsUpTo() throws {
        // A session in a chunk of glibc's of 48 bytes: the word behind it is another block's.
        let chunk: [UInt64] = [0, 49, Self.session, Self.alive, 1, 2, 0x7f00_0000_4000, 0x21]
        // A store in one of 64 bytes: something was allocated behind it.
        let large: [UInt64] = [0, 65, Self.store, Self.alive, 1, 2, 3, 4, 0x7f00_0000_4000, 0x21]
        let memory: [UInt64: [UInt64]] = [
            0x40_0000: [0x7f00_0000_1010, 0x7f00_0000_2010], 0x7f00_0000_1000: chunk, 0x7f00_0000_2000: large,
            0x7f00_0000_4000: [Self.storage, Self.alive, 0, 0, 0, 0, 0, 0],
        ]
        let graph = graph(memory, [], data: [0x40_0000..<0x40_0010])
        let report = try #require(graph.referrers(of: type("Dictionary<Int, Session> storage")))
        #expect(report.referrers.map(\.name.name) == ["SessionStore"])
    }

    @Test func showsNoReferrerOfOneInHundredReferences() throws {
        let address: UInt64 = 0x7f00_0000_3000
        let blocks = [
            sampled(address, words: 4, type("Session")), sampled(0x7f00_0000_6000, words: 200, type("Holder")),
            sampled(0x7f00_0000_8000, words: 1, type("Leftover")),
        ]
        let graph = graph(
            [
                address: [Self.session, Self.alive, 0, 0], 0x7f00_0000_8000: [address],
                0x7f00_0000_6000: [UInt64](repeating: address, count: 200),
            ],
            blocks
        )
        let report = try #require(graph.referrers(of: type("Session")))
        #expect(report.referrers.map(\.name.name) == ["Holder"] && report.others == 1)
    }

    @Test func doesNotFollowObjectsThatAreGone() throws {
        var memory = Self.service
        memory[0x7f00_0000_4000] = [Self.session, Self.dead, 3, 4]
        let graph = graph(memory, [], data: [0x40_0000..<0x40_0018])
        #expect(graph.referrers(of: type("Session"))?.lookedAt == 1)
    }

    @Test func leavesOutBlocksThatWereFreedMeanwhile() throws {
        let holder = ReferrerName(kind: .function, name: "hold")
        let blocks = [
            sampled(0x7f00_0000_3000, words: 4, type("Session")), sampled(0x7f00_0000_6000, words: 1, holder),
            sampled(0x7f00_0000_7000, words: 1, holder),
        ]
        var graph = graph(
            [
                0x7f00_0000_3000: [Self.session, Self.alive, 0, 0], 0x7f00_0000_6000: [0x7f00_0000_3000],
                0x7f00_0000_7000: [0x7f00_0000_3000],
            ],
            blocks
        )
        #expect(graph.referrers(of: type("Session"))?.referrers.first?.blocks == 2)
        graph.dropSampled { $0 != 1 }
        #expect(graph.coverage.goneBlocks == 1)
        #expect(graph.referrers(of: type("Session"))?.referrers.first?.blocks == 1)
        graph.dropSampled { $0 == 2 }
        #expect(graph.referrers(of: type("Session")) == nil)
    }

    @Test func goesAroundPagesThatCannotBeRead() throws {
        let holder = ReferrerName(kind: .function, name: "hold")
        // Three pages of which the middle one is missing; a block that is nowhere; one at the end of all addresses.
        let blocks = [
            sampled(0x7f00_0000_3000, words: 4, type("Session")), sampled(0x7f00_0001_0000, words: 3 * 512, holder),
            sampled(0x7f00_0009_0000, words: 512, holder), sampled(.max - 15, words: 2, holder),
        ]
        let graph = graph(
            [
                0x7f00_0000_3000: [Self.session, Self.alive, 0, 0], 0x7f00_0001_0000: [0x7f00_0000_3000],
                0x7f00_0001_2000: [UInt64](repeating: 0, count: 511) + [0x7f00_0000_3000],
            ],
            blocks
        )
        #expect(graph.referrers(of: type("Session"))?.referrers.first?.references == 2)
        #expect(graph.coverage.unreadableBytes == 2 * 4096)
    }

    @Test func takesNumbersAndTextForNoReferences() throws {
        let address: UInt64 = 0x7f00_0000_3000
        for name in ["Array<Int> storage", "Array<UInt8> storage", "String storage", "Array<Profiles.Sample> storage"] {
            let blocks = [
                sampled(address, words: 4, type("Session")), sampled(0x7f00_0000_6000, words: 4, type(name)),
            ]
            let memory: [UInt64: [UInt64]] = [
                address: [Self.session, Self.alive, 0, 0], 0x7f00_0000_6000: [address, address, address, address],
            ]
            let graph = graph(memory, blocks)
            #expect(graph.referrers(of: type("Session"))?.referrers.isEmpty == true, "\(name)")
            #expect(graph.coverage.sampledBlocks == 2)
        }
    }

    @Test func randomNumbersHardlyEverLookLikeReferences() throws {
        var generator = SeededGenerator(seed: 12)
        let noise = (0..<40_000).map { _ in UInt64.random(in: 0 ... .max, using: &generator) & 0x0000_7fff_ffff_ffff }
        let sessions = (0..<1_000).map { sampled(0x7f00_0000_0000 + UInt64($0) * 4096, words: 4, type("Session")) }
        let noisy = sampled(0x7f10_0000_0000, words: noise.count, ReferrerName(kind: .function, name: "noise"))
        let graph = graph([0x7f10_0000_0000: noise], sessions + [noisy])
        let report = try #require(graph.referrers(of: type("Session")))
        #expect(report.referrers.reduce(0) { $0 + $1.references } <= 1)
        #expect(report.coverage.sampledBytes == noise.count * 8)
    }

    @Test func keepsToItsLimits() throws {
        // A table of so many objects, each of which refers to the next.
        let count: UInt64 = 3_000
        var memory: [UInt64: [UInt64]] = [:]
        for number in 0..<count {
            memory[0x7f00_0000_0000 + number * 32] = [
                Self.session, Self.alive, 0x7f00_0000_0000 + (number + 1) % count * 32, 0,
            ]
        }
        memory[0x7f10_0000_0000] = (0..<count).map { 0x7f00_0000_0000 + $0 * 32 }
        let table = [sampled(0x7f10_0000_0000, words: Int(count), ReferrerName(kind: .function, name: "table"))]
        let all = graph(memory, table)
        // The table brings in 1,024, and these one after the other the rest.
        #expect(!all.coverage.isCut && all.coverage.foundBlocks == Int(count))

        var limits = ScanLimits()
        limits.found = 100
        var cut = graph(memory, table, limits: limits)
        #expect(cut.coverage.isCut && cut.coverage.foundBlocks == 100)
        limits = ScanLimits()
        limits.references = 50
        cut = graph(memory, table, limits: limits)
        #expect(cut.coverage.isCut && cut.references.count == 50)
        limits = ScanLimits()
        limits.bytesOfBlock = 80
        cut = graph(memory, table, limits: limits)
        #expect(!cut.coverage.isCut && cut.coverage.sampledBytes == 80)
        limits = ScanLimits()
        limits.bytes = 8
        cut = graph(memory, table + [sampled(0x7f20_0000_0000, words: 1 << 20, type("Nothing"))], limits: limits)
        #expect(cut.coverage.isCut && cut.coverage.sampledBlocks == 1)
        for limit in [\ScanLimits.seconds, \.processorSeconds] {
            limits = ScanLimits()
            limits[keyPath: limit] = 0
            cut = graph(memory, table, limits: limits)
            #expect(cut.coverage.isCut && cut.coverage.sampledBlocks == 0)
        }
    }

    @Test func showsManyReferrersByWhatRefersMost() throws {
        let address: UInt64 = 0x7f00_0000_3000
        var blocks = [sampled(address, words: 4, type("Session"))]
        var memory: [UInt64: [UInt64]] = [address: [Self.session, Self.alive, 0, 0]]
        for number in 1...12 as ClosedRange<UInt64> {
            let holder = 0x7f00_0100_0000 + number * 4096
            blocks.append(sampled(holder, words: Int(number), type("Holder \(number)")))
            memory[holder] = [UInt64](repeating: address, count: Int(number))
        }
        let report = try #require(graph(memory, blocks).referrers(of: type("Session")))
        #expect(report.referrers.map(\.references) == [12, 11, 10, 9, 8, 7, 6, 5])
        #expect(report.others == 4)
    }
}
