import Damage
import Foundation
import Profiles
import Randomness
import Testing

/// Real recordings, with types in them, that were damaged: an error or a profile, and no crash.
struct RealRecordingDamageTests {
    @Test(arguments: UInt64(1)...2) func survivesDamage(seed: UInt64) async throws {
        let run = try await RecordedRun("PlantedTypes", ["10"], interval: seed == 1 ? 1 : 256)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("damage-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try run.recording.write(to: path)
        let file = DamagedFile(Array(try Data(contentsOf: URL(fileURLWithPath: path))), front: 1024)
        let types = try Set(Recording(bytes: file.original).heapProfile().sites.compactMap(\.type))
        #expect(types.count > 10)

        var generator = SeededGenerator(seed: seed)
        var readable = 0
        for number in 0..<600 {
            let bytes =
                switch number % 6 {
                case 0: file.cut(using: &generator)
                case 1, 2: file.overwritten(from: 0, using: &generator)
                default: file.altered(using: &generator)
                }
            do {
                let profile = try Recording(bytes: bytes).heapProfile()
                #expect(profile.sites.allSatisfy { $0.stack.allSatisfy(profile.locations.indices.contains) })
                #expect(profile.callSites().count <= profile.sites.count)
                readable += 1
            } catch {
                #expect(!error.description.contains("\n"))
            }
        }
        #expect((200..<590).contains(readable))
    }
}
