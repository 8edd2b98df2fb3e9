import SnippetCompiler
import Testing

/// A view that could outlive what it looks at does not compile.
struct LifetimeTests {
    /// What a snippet says, and what the compiler must say to it; nil if it is to accept it.
    struct Snippet: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let error: String?
        let code: String
    }

    static let snippets = [
        Snippet(
            testDescription: "a view that is used while its bytes live is accepted",
            error: nil,
            code: """
                func count(_ bytes: [UInt8], _ text: String) throws -> Int {
                    var buffer = ReusableBuffer<UInt8>()
                    buffer.append(1)
                    let view = try bytes.span.validatedUTF8()
                    let same = text.utf8Bytes
                    let span = buffer.span
                    return view.count + same.count + span.count
                }
                """
        ),
        Snippet(
            testDescription: "a validated view that outlives its bytes is rejected",
            error: "lifetime-dependent variable 'view' escapes its scope",
            code: """
                func count(_ first: [UInt8]) throws -> Int {
                    var view = try first.span.validatedUTF8()
                    do {
                        let second = first + first
                        view = try second.span.validatedUTF8()
                    }
                    return view.count
                }
                """
        ),
        Snippet(
            testDescription: "an unvalidated view that outlives its bytes is rejected",
            error: "lifetime-dependent variable 'view' escapes its scope",
            code: """
                func count(_ first: [UInt8]) -> Int {
                    var view = unsafe first.span.unvalidatedUTF8()
                    do {
                        let second = first + first
                        view = unsafe second.span.unvalidatedUTF8()
                    }
                    return view.count
                }
                """
        ),
        Snippet(
            testDescription: "a string's bytes that outlive the string are rejected",
            error: "lifetime-dependent variable 'bytes' escapes its scope",
            code: """
                func count(_ first: String) -> Int {
                    var bytes = first.utf8Bytes
                    do {
                        let second = first + first
                        bytes = second.utf8Bytes
                    }
                    return bytes.count
                }
                """
        ),
        Snippet(
            testDescription: "a substring's bytes that outlive the substring are rejected",
            error: "lifetime-dependent variable 'bytes' escapes its scope",
            code: """
                func count(_ first: Substring) -> Int {
                    var bytes = first.utf8Bytes
                    do {
                        let second = first.dropFirst()
                        bytes = second.utf8Bytes
                    }
                    return bytes.count
                }
                """
        ),
        Snippet(
            testDescription: "a view that is returned without what it looks at is rejected",
            error: "a function cannot return a ~Escapable result",
            code: """
                func view() throws -> UTF8Span {
                    let bytes: [UInt8] = [1, 2, 3]
                    return try bytes.span.validatedUTF8()
                }
                """
        ),
        Snippet(
            testDescription: "a view that a closure keeps is rejected",
            error: "lifetime-dependent variable 'view' escapes its scope",
            code: """
                func counter(_ bytes: [UInt8]) throws -> () -> Int {
                    let view = try bytes.span.validatedUTF8()
                    return { view.count }
                }
                """
        ),
        Snippet(
            testDescription: "a change of the string while its bytes are in use is rejected",
            error: "overlapping accesses to 'text'",
            code: """
                func count() -> Int {
                    var text = "text"
                    let bytes = text.utf8Bytes
                    text += "more"
                    return bytes.count
                }
                """
        ),
        Snippet(
            testDescription: "a change of the bytes while the view is in use is rejected",
            error: "overlapping accesses to 'bytes'",
            code: """
                func count() throws -> Int {
                    var bytes: [UInt8] = [1, 2, 3]
                    let view = try bytes.span.validatedUTF8()
                    bytes.append(4)
                    return view.count
                }
                """
        ),
        Snippet(
            testDescription: "the next use of a buffer while its span is in use is rejected",
            error: "overlapping accesses to 'buffer'",
            code: """
                func count() -> Int {
                    var buffer = ReusableBuffer<UInt8>(capacity: 10)
                    let span = buffer.span
                    buffer.reuse(capacity: 100)
                    return span.count
                }
                """
        ),
        Snippet(
            testDescription: "an append to a buffer while its mutable span is in use is rejected",
            error: "overlapping accesses to 'buffer'",
            code: """
                func change() {
                    var buffer = ReusableBuffer<UInt8>(capacity: 10)
                    buffer.append(1)
                    var span = buffer.mutableSpan
                    buffer.append(2)
                    span[0] = 3
                }
                """
        ),
        Snippet(
            testDescription: "a second owner of a buffer's storage is rejected",
            error: "'buffer' consumed more than once",
            code: """
                func copies() {
                    let buffer = ReusableBuffer<UInt8>(capacity: 10)
                    let first = buffer
                    let second = buffer
                    _ = (first.count, second.count)
                }
                """
        ),
    ]

    @Test(arguments: snippets) func compilesOnlyWhatIsSafe(snippet: Snippet) async throws {
        let result = try await CompiledSnippet("import ZeroAllocation\n\(snippet.code)", options: ["-parse-as-library"])
        if let error = snippet.error {
            #expect(!result.isAccepted)
            #expect(result.messages.contains("error: \(error)"), "\(result.messages)")
        } else {
            #expect(result.isAccepted, "\(result.messages)")
        }
    }
}
