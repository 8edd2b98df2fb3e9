internal import CTrimtabHooks
internal import CTrimtabPlatform
internal import Foundation
internal import Profiles

/// The executable and libraries in this process's memory, as the hooks know them.
enum LoadedImages {
    static func all() -> [Image] {
        var table: UnsafePointer<trimtab_image>?
        var strings: UnsafePointer<CChar>?
        let count = trimtab_loaded_images(&table, &strings)
        guard let strings else { return [] }
        return UnsafeBufferPointer(start: table, count: Int(count)).map { image in
            Image(image, path: image.path == 0 ? "" : String(cString: strings + Int(image.path)))
        }
    }

    /// This process.
    static var program: Program {
        Program(
            path: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "",
            arguments: CommandLine.arguments,
            processID: Int(ProcessInfo.processInfo.processIdentifier)
        )
    }
}
