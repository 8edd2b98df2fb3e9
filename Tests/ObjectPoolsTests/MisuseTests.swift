import BuildProducts
import Foundation
import Subprocess
import Testing

/// What must not compile does not, for the reason that we think.
struct MisuseTests {
    private static let prelude = """
        import ObjectPools
        struct Note: Poolable { var number = 0; mutating func reset() {} }
        let pool = ObjectPool<Note>(name: "notes")
        func use() {
            var lease = pool.borrow()
            lease.withValue { $0.number += 1 }
        """

    @Test func aLeaseThatIsGivenBackOnceCompiles() async throws {
        #expect(try await errors(in: "lease.end()") == [])
    }

    @Test(arguments: [
        ("lease.end(); lease.end()", "'lease' consumed more than once"),
        ("lease.end(); lease.withValue { $0.number += 1 }", "'lease' used after consume"),
        ("let other = lease; lease.withValue { $0.number += 1 }; _ = other", "'lease' used after consume"),
        ("let twice = [lease, lease]; _ = twice", "'PoolLease<Note>' conform to 'Copyable'"),
    ])
    func doesNotCompile(code: String, reason: String) async throws {
        let errors = try await errors(in: code)
        #expect(errors.contains { $0.contains(reason) }, "\(errors)")
    }

    /// The compiler's errors for a function that ends with `code`.
    private func errors(in code: String) async throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("misuse-\(UUID().uuidString).swift")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("\(Self.prelude)\n    \(code)\n}\n".utf8).write(to: file)
        let folder = BuildProducts.folder
        let result = try await Subprocess.run(
            .name("swiftc"),
            arguments: [
                "-emit-sil", "-o", "/dev/null", "-swift-version", "6", "-I", "\(folder)/Modules",
                "-Xcc", "-fmodule-map-file=\(folder)/CTrimtabPlatform.build/module.modulemap", file.path,
            ],
            output: .discarded,
            error: .string(limit: 1 << 20)
        )
        let lines = result.standardError.split(separator: "\n").map(String.init)
        let errors = lines.filter { $0.contains("error:") }
        #expect(errors.isEmpty == result.terminationStatus.isSuccess, "\(lines)")
        return errors
    }
}
