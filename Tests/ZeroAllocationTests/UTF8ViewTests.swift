import Foundation
import Randomness
import Testing
import ZeroAllocation

struct UTF8ViewTests {
    private static let text = "Grüße aus Zürich, 東京 und 🏔️👩‍👩‍👧: plain text in between, so that both paths are taken. \u{0}"

    @available(macOS 26.0, *)
    @Test func validationAgreesWithTheStandardLibrarys() {
        var generator = SeededGenerator(seed: 1)
        let original = Array(Self.text.utf8)
        var accepted = 0
        var rejected = 0
        for _ in 0..<20_000 {
            let first = Int.random(in: 0..<original.count, using: &generator)
            var bytes = Array(original[first..<Int.random(in: first...original.count, using: &generator)])
            for _ in 0..<Int.random(in: 0...2, using: &generator) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
            let expected = String(validating: bytes, as: UTF8.self)
            do throws(UTF8.ValidationError) {
                let view = try bytes.span.validatedUTF8()
                accepted += 1
                #expect(String(copying: view) == expected)
            } catch {
                rejected += 1
                #expect(expected == nil)
            }
        }
        // Both were tried.
        #expect(accepted > 1000)
        #expect(rejected > 1000)
    }

    @available(macOS 26.0, *)
    @Test func validationTellsWhereTheErrorIs() throws {
        let bytes: [UInt8] = [0x61, 0x62, 0xC3, 0x28, 0x63]
        do throws(UTF8.ValidationError) {
            let view = try bytes.span.validatedUTF8()
            Issue.record("accepted \(view.count) bytes that are not UTF-8")
        } catch {
            #expect(error.byteOffsets == 2..<3)
        }
    }

    @available(macOS 26.0, *)
    @Test func theViewReadsTheBytesThemselves() throws {
        let bytes = Array(Self.text.utf8)
        let view = try bytes.span.validatedUTF8()
        let unchecked = unsafe bytes.span.unvalidatedUTF8()
        #expect(contents(of: view.span) == bytes)
        #expect(contents(of: unchecked.span) == bytes)
        #expect(String(copying: view) == Self.text)
        let address = bytes.withUnsafeBufferPointer { $0.baseAddress }
        #expect(view.span.withUnsafeBufferPointer { $0.baseAddress } == address)
        #expect(unchecked.span.withUnsafeBufferPointer { $0.baseAddress } == address)
    }

    @available(macOS 26.0, *)
    @Test func aStringsBytesAreItsUTF8() {
        let long = Self.text
        let small = hidden("kurz: ß")
        let substring = long.dropFirst(7)
        #expect(contents(of: long.utf8Bytes) == Array(long.utf8))
        #expect(contents(of: small.utf8Bytes) == Array(small.utf8))
        #expect(contents(of: substring.utf8Bytes) == Array(substring.utf8))
        #expect(contents(of: "".utf8Bytes) == [])
    }

    @available(macOS 26.0, *)
    @Test func aStringsBytesAreNotCopied() {
        let text = String(repeating: "long ", count: 100)
        let part = text.dropFirst(50)
        let first = text.utf8Bytes.withUnsafeBufferPointer { $0.baseAddress }
        let second = text.utf8Bytes.withUnsafeBufferPointer { $0.baseAddress }
        #expect(first == second)
        #expect(part.utf8Bytes.withUnsafeBufferPointer { $0.baseAddress } == first.map { $0 + 50 })
    }

    /// It takes constant time: memory that cannot be read can be looked at.
    @available(macOS 26.0, *)
    @Test func anUnvalidatedViewReadsNoByte() async {
        await #expect(processExitsWith: .success) {
            let size = 1 << 30
            let memory = try #require(mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
            try #require(memory != MAP_FAILED)
            let span = unsafe Span(_unsafeStart: memory.assumingMemoryBound(to: UInt8.self), count: size)
            #expect(unsafe span.unvalidatedUTF8().count == size)
        }
    }

    /// Strings of up to 15 bytes have them in themselves, so where the string is matters.
    @available(macOS 26.0, *)
    @Test func theBytesOfSmallStringsStayWhereTheyAre() {
        let strings = (0..<1000).map { "\($0)" }
        for (number, string) in strings.enumerated() {
            let bytes = string.utf8Bytes
            let part = string.dropFirst()
            let partBytes = part.utf8Bytes
            // Other strings and views meanwhile, in the same places of the stack.
            let other = contents(of: hidden("another").utf8Bytes) + contents(of: hidden("third").dropFirst().utf8Bytes)
            #expect(other == Array("anotherhird".utf8))
            #expect(contents(of: bytes) == Array(number.description.utf8))
            #expect(contents(of: partBytes) == Array(number.description.utf8.dropFirst()))
        }
    }

    @available(macOS 26.0, *)
    @Test(.countsAllocations) func viewsAllocateNothing() throws {
        let bytes = Array(Self.text.utf8)
        let text = String(repeating: "long ", count: 100)
        let part = text.dropFirst(50)
        let small = hidden("small")
        var total = 0
        let counted = try allocations {
            total += try bytes.span.validatedUTF8().count
            total += unsafe bytes.span.unvalidatedUTF8().count
            total += text.utf8Bytes.count + part.utf8Bytes.count + small.utf8Bytes.count
        }
        #expect(counted == 0)
        keep(total)
    }

    private func contents(of span: Span<UInt8>) -> [UInt8] {
        span.indices.map { span[$0] }
    }
}
