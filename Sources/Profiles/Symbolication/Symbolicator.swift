public import Foundation

/// Names the functions and source lines at the addresses of a profile.
///
/// Lines and inlined calls come from debug information through the toolchain's `llvm-symbolizer` (beside `swiftc`, or
/// what `TRIMTAB_SYMBOLIZER` names), one process per binary, started when the binary is first asked for and kept for
/// the next question. Binaries without debug information, and machines without a toolchain, get names from the ELF
/// symbol table. A file is used only if its build id is the recorded one.
public actor Symbolicator {
    private struct Key: Hashable {
        let path: String
        let buildID: [UInt8]
    }

    private let locator: DebugFileLocator
    private let symbolizer: String?
    private let missingSymbolizer: String
    private let timeLimit: Duration
    private var images: [Key: ImageSymbols] = [:]

    /// - Parameters:
    ///   - symbolDirectories: Where to look for binaries and debug files by build id, before their own paths:
    ///     `DIR/.build-id/ab/cdef.debug`, `DIR/abcdef/FILE`, or any file directly in `DIR`.
    ///   - environment: Where `PATH` and `TRIMTAB_SYMBOLIZER` are looked up.
    ///   - timeLimit: The longest that `llvm-symbolizer` may take for a few thousand addresses.
    public init(
        symbolDirectories: [String] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        timeLimit: Duration = .seconds(30)
    ) {
        locator = DebugFileLocator(symbolDirectories: symbolDirectories)
        symbolizer = Toolchain.symbolizer(in: environment)
        missingSymbolizer = Toolchain.missingSymbolizer(in: environment)
        self.timeLimit = timeLimit
    }

    /// What kept functions from being named, each a line for a person to read.
    public var warnings: [String] {
        get async {
            var result: [String] = []
            var isSymbolizerMissed = false
            for symbols in images.values {
                result += await symbols.warnings
                if symbolizer == nil, await symbols.hasDebugInformation { isSymbolizerMissed = true }
            }
            return locator.warnings + (isSymbolizerMissed ? [missingSymbolizer] : []) + result.sorted()
        }
    }

    /// The frames at return addresses in an image's memory, innermost first.
    /// - Returns: At least one frame per address; a function without a name bears its address.
    public func frames(at returnAddresses: [UInt64], in image: Image) async -> [UInt64: [Frame]] {
        // The call lies before the address that it returns to.
        let fileAddress = { (address: UInt64) in address &- 1 &- image.bias }
        let frames = await symbols(of: image).frames(at: returnAddresses.map(fileAddress))
        return Dictionary(
            returnAddresses.map { ($0, frames[fileAddress($0)] ?? []) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private func symbols(of image: Image) -> ImageSymbols {
        let key = Key(path: image.path, buildID: image.buildID)
        if let symbols = images[key] { return symbols }
        let symbols = ImageSymbols(image: image, locator: locator, symbolizer: symbolizer, timeLimit: timeLimit)
        images[key] = symbols
        return symbols
    }
}
