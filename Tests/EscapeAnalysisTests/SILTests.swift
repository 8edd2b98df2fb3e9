import Testing

@testable import EscapeAnalysis

struct SILTests {
}
