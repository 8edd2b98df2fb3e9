import Foundation
import ProfileReports

extension HeapReport {
    /// The report as text for what `descriptor` is.
    func drawn(with options: ReportOptions, for descriptor: Int32) -> String {
        TerminalReport(options.terminal(for: descriptor)).text(self)
    }
}
