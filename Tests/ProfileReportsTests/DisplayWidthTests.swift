import Testing

@testable import ProfileReports

struct DisplayWidthTests {
    @Test func eastAsianCharactersAndEmojiTakeTwoColumns() {
        #expect(DisplayWidth.of("abc") == 3)
        #expect(DisplayWidth.of("名前") == 4)
        #expect(DisplayWidth.of("🚀") == 2)
        #expect(DisplayWidth.of("e\u{301}") == 1)
    }

    @Test func cutTextFits() {
        #expect(DisplayWidth.cutEnd("abcdef", to: 4) == "abc…")
        #expect(DisplayWidth.cutStart("abcdef", to: 4) == "…def")
        #expect(DisplayWidth.cutMiddle("abcdef", to: 5) == "ab…ef")
        #expect(DisplayWidth.cutEnd("名前名前", to: 5) == "名前…")
        #expect(DisplayWidth.cutEnd("abc", to: 3) == "abc")
    }

    @Test func nothingSteersTheTerminal() {
        #expect(DisplayWidth.printable("a\u{1b}[31mb\u{202e}c\u{2066}") == "a\u{fffd}[31mb\u{fffd}c\u{fffd}")
        #expect(DisplayWidth.printable("👩‍👩‍👧 é") == "👩‍👩‍👧 é")
    }
}
