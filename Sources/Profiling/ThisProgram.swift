package import Profiles

/// The program that this process runs, for those who profile it.
package enum ThisProgram {
    package static var program: Program { LoadedImages.program }

    /// The functions at addresses in this process's memory; an address of no function has none.
    package static func names(of addresses: [UInt64], by symbolicator: Symbolicator) async -> [UInt64: String] {
        let images = LoadedImages.all()
        var names: [UInt64: String] = [:]
        for image in images {
            let inside = addresses.filter { image.range.contains($0) }
            guard !inside.isEmpty else { continue }
            // Frames are asked for by the addresses that calls return to, one behind the call.
            let frames = await symbolicator.frames(at: inside.map { $0 &+ 1 }, in: image)
            for address in inside {
                guard let name = frames[address &+ 1]?.last?.function, !name.hasPrefix("0x") else { continue }
                names[address] = name
            }
        }
        return names
    }
}
