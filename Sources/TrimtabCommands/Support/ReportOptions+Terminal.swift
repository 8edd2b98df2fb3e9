import Foundation
import ProfileReports

extension ReportOptions {
    /// How to draw for what `descriptor` is: as wide as the terminal, in colour if it takes any.
    func terminal(for descriptor: Int32) -> TerminalReport.Options {
        TerminalReport.Options(
            width: Self.width(of: descriptor) ?? 100,
            isColored: color.isColored(descriptor: descriptor),
            usesFullNames: fullNames,
            top: top,
            currentDirectory: FileManager.default.currentDirectoryPath
        )
    }

    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
