import Testing

@testable import ProfileReports

struct ShortTypeTests {
    @Test(arguments: [
        ("Array<Optional<OrderService.SessionEvent>> storage", "[SessionEvent?] storage"),
        ("OrderService.Session", "Session"),
        ("Swift.Dictionary<Swift.String, Orders.Order> storage", "[String: Order] storage"),
        ("Foundation.Data", "Data"),
        ("A.Pair<B.One, (C.Two, Swift.Int)>", "Pair<One, (Two, Int)>"),
        ("closure context in Orders.Store.add(_:) -> ()", "closure context in add(_:) -> ()"),
        ("Box<(Swift.Int) -> Orders.Order>", "Box<(Int) -> Order>"),
        ("String storage", "String storage"),
    ])
    func leavesOutModules(full: String, short: String) {
        #expect(ShortType.of(full) == short)
    }

    @Test(arguments: ["Array<Swift.Int", ")", "a>b", "<", "", "A.B.C<", "👩‍👩‍👧<x>"])
    func whatIsNoTypeStaysOrIsShortened(name: String) {
        #expect(ShortType.of(name).count <= name.count)
    }
}
