internal import Profiles

/// A finding, in words and by its place.
struct JSONFinding: Encodable {
    let kind: String
    let text: String
    let function: Nullable<String>
    let file: Nullable<String>
    let line: Nullable<Int>

    init(_ finding: Finding, report: HeapReport, text: FindingText) {
        let frame = finding.line.flatMap { report.lines.indices.contains($0) ? report.lines[$0].frame : nil }
        kind = finding.kind.rawValue
        self.text = text.sentence(finding)
        function = Nullable(frame?.function)
        file = Nullable(frame?.file)
        line = Nullable(frame?.line)
    }
}
