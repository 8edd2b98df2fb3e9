import AllocationTracking
import BuildProducts
import Foundation
import FromGoToSwift
import Logging
import MemoryTuning
import ObjectPools
import Testing
import ZeroAllocation

/// The article "From Go to Swift": its snippets are the examples' code, and these do what the article says.
struct FromGoToSwiftTests {
    private static let article = "Sources/ZeroAllocation/ZeroAllocation.docc/FromGoToSwift.md"
    private static let folders = ["Examples/FromGoToSwift", "Examples/EscapeExamples", "Tests/ZeroAllocationTests"]

    @Test func eachSnippetIsAPartOfACompiledExample() throws {
        let sources = try Self.sources()
        let snippets = try Self.snippets()
        #expect(!snippets.isEmpty)
        for snippet in snippets {
            #expect(sources.contains { $0.contains("\n\(snippet)") }, "in no source:\n\(snippet)")
        }
    }

    @Test func eachFunctionOfTheExamplesIsInTheArticle() throws {
        let quoted = try Self.snippets().joined()
        for source in try Self.sources(in: Self.folders.prefix(1)) {
            for line in source.split(separator: "\n") where line.hasPrefix("public func") {
                #expect(quoted.contains(line), "not in the article: \(line)")
            }
        }
    }

    @Test func eachNameOfTheOriginalIsInTheArticle() throws {
        let text = try Self.text(of: Self.article)
        let names = [
            "PreAllocateSlice", "PreAllocateMap", "ReuseBuffer", "StringBuilderOptimization", "StackAllocation",
            "HeapAllocation", "NoEscapeByValue", "EscapeByPointer", "InterfaceEscape", "ConcreteTypeNoEscape",
            "ObjectPool", "ProcessWithPool", "SpanData", "Stats()", "BytesToString", "StringToBytes",
            "FastInt64ToString", "ReuseSlice", "GetMemStats", "memory.allocations.count", "memory.allocations.bytes",
            "pool.get.count",
            "pool.put.count", "pool.reuse.rate", "Monitor(ctx)", "TuneGC", "ForceGC", "go.gc.count",
            "go.gc.pause_duration", "heap_sys", "heap_idle", "heap_inuse", "heap_released", "heap_objects",
            "stack_inuse",
            "go.goroutines.count", "forced reclaim",
        ]
        for name in names { #expect(text.contains(name), "\(name) is missing") }
    }

    @Test(.countsAllocationsOfOptimizedCode) func preallocationAndStringBuildingAreOneAllocation() throws {
        let numbers = Array(0..<1000)
        let fields = numbers.map { "\($0)" }
        #expect(try allocations { keep(squares(below: 1000)) } == 1)
        #expect(try allocations { keep(positions(of: numbers)) } == 1)
        #expect(try allocations { keep(line(of: fields)) } == 1)
        #expect(squares(below: 4) == [0, 1, 4, 9])
        #expect(positions(of: [7, 8]) == [7: 0, 8: 1])
        #expect(line(of: ["a", "b"]) == "a,b")
    }

    @available(macOS 26.0, *)
    @Test(.countsAllocationsOfOptimizedCode) func reuseViewsAndNumbersAllocateNothing() throws {
        var buffer = ReusableBuffer<UInt8>(capacity: 100)
        var values = ReusableBuffer<Int>(capacity: 400)
        let records = [[UInt8]](repeating: [1, 2, 3], count: 10)
        let numbers = Array(0..<100)
        let bytes = Array("views of bytes that live elsewhere allocate nothing".utf8)
        let text = String(repeating: "text ", count: 20)
        let name = Array("a-name-that-is-longer-than-a-small-string".utf8)
        let codes: ByteKeyDictionary<Int> = ["a-name-that-is-longer-than-a-small-string": 200]
        var sent = 0
        var words = 0
        var count = 0
        var code: Int?
        let counted = try allocations {
            send(records, reusing: &buffer) { sent += $0.count }
            append(numbers, to: &values)
            words = try wordCount(of: bytes)
            keep(checksum(of: text))
            code = statusCode(named: name, in: codes)
            var storage = [20 of UInt8](repeating: 0)
            var span = storage.mutableSpan
            count = try writeHeader(contentLength: Int64.min, to: &span)
        }
        #expect(counted == 0)
        #expect(sent == 3 * 30)
        #expect(values.count == 300)
        #expect(words == 8)
        #expect(checksum(of: "ab") == 195)
        #expect(code == 200)
        #expect(count == 20)
    }

    @Test func thePoolIsTheOriginalsExample() {
        let pool = ObjectPool<SpanData>(name: "from-go")
        for _ in 0..<3 { #expect(process("operation", with: pool) == 1) }
        #expect(summary(of: pool) == "3 gets, 3 puts, 1 new, 2 reused")
        #expect(overdueLeases(of: pool) == [])
        #expect(process("operation", with: tracedPool()) == 1)
    }

    @Test(.countsAllocations) func measuredCostsAreReal() {
        #expect(cost { keep([Int](reservingCapacity: 100)) }.hasPrefix("1 allocations, "))
        #expect(memoryStatistics().contains("objects live"))
        #expect(recordedPositions(of: [7, 8], recorder: AllocationRecorder()) == [7: 0, 8: 1])
    }

    @Test func settingsReturnWhatTheyWere() async throws {
        let logger = Logger(label: "from-go", factory: { _ in SwiftLogNoOpLogHandler() })
        let tuner = try MemoryTuner(
            configuration: .init(limit: .bytes(1 << 30), growthTrigger: .percent(50)),
            logger: logger
        )
        #expect(try tune(tuner, percent: 100, memoryLimit: 2 << 30) == (.percent(50), .bytes(1 << 30)))
        #expect(try tune(tuner, percent: 80, memoryLimit: 1 << 30) == (.percent(100), .bytes(2 << 30)))
        #expect(throws: MemoryTuningError.self) { try tune(tuner, percent: -1, memoryLimit: 1 << 30) }
        #expect(tuner.growthTrigger == .percent(80))
        #if os(Linux)
        // While another test asks the allocator for the first time, its figures are not known yet.
        let text = heap()
        #expect(text.contains(" bytes from the system: ") || text == "the allocator is unknown")
        #endif
        let running = Task { await monitor(logger: logger).run() }
        running.cancel()
        await running.value
    }

    @Test(.countsAllocations) func processorTimeCanBeReadByOtherTools() async throws {
        let file = try await processorProfile(for: .milliseconds(50))
        #expect(file.starts(with: [0x1f, 0x8b]))
        #expect(liveTasks() != nil)
    }

    /// The article's Swift code.
    private static func snippets() throws -> [String] {
        try text(of: article).components(separatedBy: "```swift\n").dropFirst().map { block in
            block.components(separatedBy: "```")[0]
        }
    }

    private static func sources(in folders: ArraySlice<String> = folders[...]) throws -> [String] {
        try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: "\(BuildProducts.package)/\(folder)")
                .filter { $0.hasSuffix(".swift") }
                .map { try text(of: "\(folder)/\($0)") }
                // A member is quoted as if it stood alone.
                .flatMap { [$0, $0.replacing("\n    ", with: "\n")] }
        }
    }

    private static func text(of file: String) throws -> String {
        try String(contentsOfFile: "\(BuildProducts.package)/\(file)", encoding: .utf8)
    }
}
