import Testing

@testable import ProfileReports

struct ShortNameTests {
    @Test(arguments: [
        ("Orders.SessionStore.archive(_: Orders.Session) -> ()", "SessionStore.archive(_:)"),
        ("main.Store.add(Swift.Int) -> ()", "Store.add(_:)"),
        ("static Orders.Server.run(port: Swift.Int, host: Swift.String) async throws -> ()", "Server.run(port:host:)"),
        ("Swift.Array.append<A where A: Swift.Hashable>(__owned A) -> ()", "Array.append(_:)"),
        ("generic specialization <Swift.Int> of Swift.Array.append(__owned A) -> ()", "Array.append(_:)"),
        ("closure #1 (Swift.Int) -> () in Orders.Server.handle(Swift.String) -> ()", "closure #1 in Server.handle(_:)"),
        (
            "(extension in Foundation):Swift.String.data(using: Foundation.Encoding) -> Foundation.Data",
            "String.data(using:)"
        ),
        ("Orders.(Secret in _0A12).open(key: (Swift.Int, Swift.Int) -> ()) -> ()", "Secret.open(key:)"),
        ("Orders.Store.count.getter : Swift.Int", "Store.count.getter"),
        ("partial apply for closure #1 in Store.add(_:)", "closure #1 in Store.add(_:)"),
        // Short already, or of another language.
        ("SessionStore.archive(_:)", "SessionStore.archive(_:)"),
        ("runtime.mallocgc", "runtime.mallocgc"),
        (
            "std::vector<int, std::allocator<int>>::push_back(int const&)",
            "std::vector<int, std::allocator<int>>::push_back(int const&)"
        ),
        ("", ""),
        ("名前.関数(_:)", "名前.関数(_:)"),
    ])
    func namesAreShortenedBySense(full: String, short: String) {
        #expect(ShortName.of(full) == short)
    }

    @Test(arguments: [
        "(((", ")))", "<<<->>>", " in  in ", "(extension in ", ": -> (", "a in _)(", "-> (x in _1)", "\u{301}",
    ])
    func malformedNamesAreNoProblem(name: String) {
        #expect(ShortName.of(name).count <= name.count + 4)
    }
}
