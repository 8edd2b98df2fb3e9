import Foundation
import Testing

@testable import Profiles

private final class HeldBox {
    var next: HeldBox?
    var fields = (1, 2, 3)
}

private final class HeldBoxes {
    var boxes: [String: HeldBox] = [:]
}

nonisolated(unsafe) private let heldBoxes = HeldBoxes()

/// A scan of this process, from its globals.
@Suite struct OwnReferencesTests {
    @Test func namesTheGlobalTheClassAndTheDictionaryThatHoldAnObject() throws {
        let box = HeldBox()
        box.next = box
        defer { box.next = nil }
        heldBoxes.boxes["one"] = box
        let image = try #require(ownImage)
        let data = WritableData([image])
        let memory = ProcessMemory()
        let objects = ObjectsInMemory(memory, boxes: [])
        var limits = ScanLimits()
        (limits.processorSeconds, limits.seconds) = (60, 600)
        var graph = ReferenceScan.graph(
            of: [],
            data: data.ranges,
            in: memory,
            limits: limits,
            describe: objects.describe
        )
        graph.nameData(data.names)
        let name = try #require(graph.names.first { $0.name.hasSuffix("HeldBox") })
        let report = try #require(graph.referrers(of: name))
        let dictionary = try #require(report.referrers.first { $0.name.name.hasPrefix("Dictionary<String, ") })
        let holder = try #require(dictionary.referrers.first { $0.name.name.contains("HeldBoxes") })
        #expect(holder.referrers.contains { $0.name.kind == .global && $0.name.name.contains("heldBoxes") })
        #expect(report.referrers.contains { $0.isCycle })
        withExtendedLifetime(box) {}
    }

    private var ownImage: Image? {
        guard let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8),
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        else { return nil }
        let bounds = maps.split(separator: "\n").filter { $0.hasSuffix(path) }.compactMap { line in
            line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt64($0, radix: 16) }
        }
        guard let start = bounds.first?.first, let end = bounds.last?.last else { return nil }
        // The rest of the data, which is in no file, follows.
        return Image(path: path, range: start..<end + 1 << 30, bias: start)
    }
}
