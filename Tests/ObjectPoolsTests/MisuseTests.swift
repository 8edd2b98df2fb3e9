import BuildProducts
import SnippetCompiler
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
        let snippet = try await CompiledSnippet(
            "\(Self.prelude)\n    \(code)\n}",
            options: ["-Xcc", "-fmodule-map-file=\(BuildProducts.folder)/CTrimtabPlatform.build/module.modulemap"]
        )
        #expect(snippet.errors.isEmpty == snippet.isAccepted, "\(snippet.messages)")
        return snippet.errors
    }
}
