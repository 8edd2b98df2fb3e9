import Testing

@testable import ProfileReports

struct ThreadNameTests {
    @Test(arguments: [
        ("oot.default-qos", "com.apple.root.default-qos"), ("oot.utility-qos", "com.apple.root.utility-qos"),
        ("interactive-qos", "com.apple.root.user-interactive-qos"),
    ])
    func aPoolThreadIsNamedAfterItsQueue(name: String, queue: String) {
        #expect(ThreadName.text(of: name) == "\(queue) (Dispatch, Swift concurrency)")
    }

    @Test(arguments: ["worker", "default-qos", "", "-qos.overcommit"])
    func anyOtherNameIsQuoted(name: String) {
        #expect(ThreadName.text(of: name) == "'\(name)'")
    }
}
