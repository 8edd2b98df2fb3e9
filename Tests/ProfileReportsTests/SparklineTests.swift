import Testing

@testable import ProfileReports

struct SparklineTests {
    @Test func valuesRiseFromLeftToRight() {
        let points = (0..<8).map { (time: Double($0), value: Double($0)) }
        #expect(Sparkline.draw(points, maximum: 7, width: 8) == "▁▂▃▄▅▆▇█")
    }

    @Test func partsWithoutAPointRepeatTheOneBefore() {
        #expect(Sparkline.draw([(0, 7), (4, 0)], maximum: 7, width: 4) == "███▁")
    }

    @Test func nothingIsDrawnOfOnePointOrNoValue() {
        #expect(Sparkline.draw([(1, 5)], maximum: 5, width: 10) == "")
        #expect(Sparkline.draw([(0, 0), (1, 0)], maximum: 0, width: 10) == "")
    }
}
