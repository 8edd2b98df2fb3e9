internal import Profiles

/// What makes frames one line of a report.
struct LineKey: Hashable {
    /// nil where the file is unknown: then the function counts.
    private let line: Int?
    private let place: String

    init(_ frame: Frame?) {
        line = frame?.file == nil ? nil : frame?.line
        place = frame?.file ?? frame?.function ?? ""
    }
}
