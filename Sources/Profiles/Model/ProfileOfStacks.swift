/// A profile whose stacks refer to locations, and those to images.
package protocol ProfileOfStacks {
    var images: [Image] { get }
    var locations: [Location] { get set }
}

extension HeapProfile: ProfileOfStacks {}
extension CPUProfile: ProfileOfStacks {}

extension ProfileOfStacks {
    /// The innermost frame of the program's own code: where a person would look for the cause.
    ///
    /// Frames without a source line (thunks, allocating initialisers and others that the compiler wrote) are passed
    /// over as long as the stack has an application frame with one.
    /// - Returns: nil for a stack without application frames, or one that is not symbolicated.
    package func firstApplicationFrame(ofStack stack: [Int]) -> FoundFrame? {
        var first: FoundFrame?
        for number in stack where locations.indices.contains(number) {
            let location = locations[number]
            for frame in location.frames where frame.origin == .application {
                let image = location.image.flatMap { images.indices.contains($0) ? $0 : nil }
                let found = FoundFrame(frame: frame, location: number, image: image)
                if frame.line != nil { return found }
                first = first ?? found
            }
        }
        return first
    }

    /// All frames of a stack, innermost first; an address for what has no name. Indices that point nowhere are left out.
    package func frames(ofStack stack: [Int]) -> [Frame] {
        stack.flatMap { locations.indices.contains($0) ? frames(of: locations[$0]) : [] }
    }

    private func frames(of location: Location) -> [Frame] {
        guard location.frames.isEmpty else { return location.frames }
        let image = location.image.flatMap { images.indices.contains($0) ? images[$0].path : nil }
        let name = image?.split(separator: "/").last.map { " in \($0)" } ?? ""
        return [Frame(function: "0x" + String(location.address, radix: 16) + name)]
    }

    /// Paths of the images in whose code most frames have no names, but for the kernel's own, which is no file.
    package var imagesWithoutSymbols: [String] {
        var balance = [Int](repeating: 0, count: images.count)
        for location in locations {
            guard let image = location.image, balance.indices.contains(image) else { continue }
            balance[image] += location.frames.allSatisfy { $0.function.hasPrefix("0x") } ? 1 : -1
        }
        return balance.indices.filter { balance[$0] > 0 }.map { images[$0].path }
            .filter { !$0.hasPrefix("linux-vdso") }.sorted()
    }

    /// Gives names to those of the locations that have none yet.
    mutating func nameLocations(_ wanted: [Int], by symbolicator: Symbolicator) async {
        var byImage: [Int: [Int]] = [:]
        for number in wanted where locations.indices.contains(number) && locations[number].frames.isEmpty {
            if let image = locations[number].image, images.indices.contains(image) {
                byImage[image, default: []].append(number)
            } else {
                let name = "0x" + String(locations[number].address, radix: 16)
                locations[number].frames = [Frame(function: name, origin: .system)]
            }
        }
        let (images, addresses) = (images, locations.map(\.address))
        var found: [(numbers: [Int], frames: [UInt64: [Frame]])] = []
        await withTaskGroup(of: (numbers: [Int], frames: [UInt64: [Frame]]).self) { group in
            // Most addresses first: they take longest. A few images at a time, each with a process of its own.
            for (count, (image, numbers)) in byImage.sorted(by: { $0.value.count > $1.value.count }).enumerated() {
                if count >= 4, let done = await group.next() { found.append(done) }
                let image = images[image]
                group.addTask {
                    (numbers, await symbolicator.frames(at: numbers.map { addresses[$0] }, in: image))
                }
            }
            for await done in group { found.append(done) }
        }
        for done in found {
            for number in done.numbers { locations[number].frames = done.frames[addresses[number]] ?? [] }
        }
    }
}
