internal import Profiles

/// A type, or a line of the program that allocates: a row of the page's tables.
struct PageEntry: Encodable {
    struct Growth: Encodable {
        let bytesPerSecond: Double
        let interval: [Double]
        let isSteady: Bool

        init(_ growth: ProfileReports.Growth) {
            bytesPerSecond = growth.bytesPerSecond
            interval = [growth.interval95.lowerBound, growth.interval95.upperBound]
            isSteady = growth.isSteady
        }
    }

    /// Shortened by sense.
    let name: String
    let full: String
    let place: Nullable<String>
    let medianAge: Nullable<Double>
    let oldestAge: Nullable<Double>
    let freedAtOnce: Nullable<Double>
    let growth: Nullable<Growth>

    init(_ type: ReportType, names: Names) {
        self.init(
            name: ShortType.of(names.type(type.name)),
            full: names.type(type.name),
            place: nil,
            type.lifetimes,
            type.growth
        )
    }

    init(_ line: AllocationLine, names: Names) {
        self.init(
            name: line.frame.map(names.function) ?? "an unknown stack",
            full: line.frame.map { DisplayWidth.printable($0.function) } ?? "an unknown stack",
            place: line.frame.flatMap(names.place),
            line.lifetimes,
            line.growth
        )
    }

    init(_ line: CPULine, names: Names) {
        self.init(
            name: line.frame.map(names.function) ?? "an unknown stack",
            full: line.frame.map { DisplayWidth.printable($0.function) } ?? "an unknown stack",
            place: line.frame.flatMap(names.place),
            Lifetimes(),
            nil
        )
    }

    private init(
        name: String,
        full: String,
        place: String?,
        _ lifetimes: Lifetimes,
        _ growth: ProfileReports.Growth?
    ) {
        (self.name, self.full, self.place) = (name, full, Nullable(place))
        medianAge = Nullable(lifetimes.medianAge)
        oldestAge = Nullable(lifetimes.oldestAge)
        freedAtOnce = Nullable(lifetimes.shareFreedAtOnce)
        self.growth = Nullable(growth.map(Growth.init))
    }
}
