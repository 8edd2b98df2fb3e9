import ArgumentParser
import TrimtabCommands

/// What `swift package escape-report` runs.
@main
enum EscapeReportTool {
    static func main() {
        EscapeCommand.runAsProgram()
    }
}
