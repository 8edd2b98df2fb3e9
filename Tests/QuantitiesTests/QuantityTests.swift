import Testing

import Quantities

struct QuantityTests {
    @Test(arguments: [
        (0, "0 B"), (1_023, "1023 B"), (1_024, "1.0 KiB"), (1_048_575, "1.0 MiB"), (43_201_331, "41.2 MiB"),
        (-2_048, "-2.0 KiB"),
    ])
    func bytesHaveBinaryUnits(count: Int, text: String) {
        #expect(Quantity.bytes(count) == text)
    }

    @Test func countsHaveTheirThousandsApart() {
        #expect(Quantity.count(0) == "0")
        #expect(Quantity.count(999) == "999")
        #expect(Quantity.count(1_234_567) == "1,234,567")
        #expect(Quantity.count(-1_000) == "-1,000")
        #expect(Quantity.count(.min) == "-9,223,372,036,854,775,808")
        #expect(Quantity.count(1, "sample") == "1 sample")
    }

    @Test func durationsHaveFittingUnits() {
        #expect(Quantity.seconds(0.451) == "0.45 s")
        #expect(Quantity.seconds(200) == "3 min 20 s")
        #expect(Quantity.seconds(7_260) == "2 h 1 min")
        #expect(Quantity.seconds(.infinity) == "?")
    }

    @Test func sharesOfNothingAreUnknown() {
        #expect(Quantity.share(1, of: 0) == nil)
        #expect(Quantity.share(1, of: 1_000) == "<1 %")
        #expect(Quantity.share(87, of: 100) == "87 %")
    }
}
