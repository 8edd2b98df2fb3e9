import EscapeAnalysis
import Testing

/// What is said of functions of one module that are compiled into another.
struct CopyTests {
    private static let report = Task {
        let folder = try PackageFolder(name: "copies")
        defer { withExtendedLifetime(folder) {} }
        try folder.addTarget(
            "Core",
            source: """
                public final class Row { @usableFromInline init() {} }
                public struct Store<Element> {
                    @usableFromInline var rows: [(Element, Row)] = []
                    @inlinable public init() {}
                    @inlinable @inline(never)
                    public mutating func add(_ element: Element) {
                        rows.append((element, Row()))
                    }
                }
                """
        )
        try folder.addTarget(
            "App",
            source: """
                import Core

                public func fill(_ store: inout Store<Int>) {
                    store.add(1)
                }
                """
        )
        try folder.write(
            """
            // swift-tools-version: 6.0
            import PackageDescription
            let package = Package(
                name: "planted",
                targets: [.target(name: "Core"), .target(name: "App", dependencies: ["Core"])]
            )
            """,
            to: "Package.swift"
        )
        return try await EscapeAnalysis(package: folder.path).run()
    }

    @Test func copiesAreReportedWhereTheyAreDeclaredAndCalled() async throws {
        let report = try await Self.report.value
        let found = report.findings.filter { $0.module == "App" && $0.mangledName == "$s4Core5StoreV3addyyxF" }
        #expect(!found.isEmpty, "\(report.findings.map(EscapeText().line))")
        for finding in found {
            #expect(finding.position?.file == "Sources/Core/Core.swift")
            #expect(finding.position?.line == 6)
            #expect(!finding.isLineKnown)
            #expect(finding.callers.map(\.file) == ["Sources/App/App.swift"])
            #expect(finding.callers.map(\.line) == [4])
            #expect(EscapeText().line(finding).hasSuffix(", called at Sources/App/App.swift:4"))
        }
    }
}
