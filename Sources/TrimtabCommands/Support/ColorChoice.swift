import ArgumentParser
import Foundation

/// When to colour what people read.
package enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto
    case always
    case never

    /// Whether to colour what goes to `descriptor`: on a terminal, unless `NO_COLOR` is set or the terminal cannot.
    package func isColored(descriptor: Int32) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            let environment = ProcessInfo.processInfo.environment
            let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
            return isatty(descriptor) == 1 && !isRefused
        }
    }
}
