import Foundation
import PackagePlugin

/// `swift package escape-report`: runs `trimtab escape` on the package, with the arguments that follow.
@main
struct EscapeReport: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let process = Process()
        process.executableURL = try context.tool(named: "EscapeReportTool").url
        process.arguments = ["--package-path", context.package.directoryURL.path] + arguments
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw EscapeReportFailure(status: process.terminationStatus)
        }
    }
}
