import Testing

@testable import EscapeAnalysis

struct FunctionNameTests {
    @Test(arguments: [
        ("$s1M4workyyYaF", "$s1M4workyyYaF"), ("$s1M4workyyYaFTY0_", "$s1M4workyyYaF"),
        ("$s1M4workyyYaFTQ12_", "$s1M4workyyYaF"), ("$s1M5valueSivM.resume.0", "$s1M5valueSivM"),
        ("$s1M4makeyyFTA", "$s1M4makeyyF"), ("$s1M4makeyyFTRTA.51", "$s1M4makeyyFTR"), ("name.", "name."), ("7", "7"),
    ])
    func partsAndCopiesOfTheCodeBearTheFunctionsName(name: String, base: String) {
        #expect(FunctionName.base(name) == base)
    }
}
