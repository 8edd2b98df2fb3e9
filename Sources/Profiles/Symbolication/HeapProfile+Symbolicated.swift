extension HeapProfile {
    /// The profile with functions and lines at its locations.
    ///
    /// Locations that have frames already keep them.
    /// - Parameters:
    ///   - symbolicator: Finds the names; it keeps what it has loaded.
    ///   - topSites: If set, only the stacks are looked up of as many sites as this that use most, by each of bytes in
    ///     use, at the peak and allocated, and by objects allocated.
    public func symbolicated(by symbolicator: Symbolicator, topSites: Int? = nil) async -> HeapProfile {
        var byImage: [Int: [Int]] = [:]
        var result = self
        for number in locationsToLookUp(topSites: topSites) {
            let location = locations[number]
            if let image = location.image, images.indices.contains(image) {
                byImage[image, default: []].append(number)
            } else {
                let name = "0x" + String(location.address, radix: 16)
                result.locations[number].frames = [Frame(function: name, origin: .system)]
            }
        }
        await withTaskGroup(of: (numbers: [Int], frames: [UInt64: [Frame]]).self) { group in
            // Most addresses first: they take longest. A few images at a time, each with a process of its own.
            for (count, (image, numbers)) in byImage.sorted(by: { $0.value.count > $1.value.count }).enumerated() {
                if count >= 4, let done = await group.next() { result.set(done.frames, at: done.numbers) }
                let addresses = numbers.map { locations[$0].address }
                let image = images[image]
                group.addTask {
                    (numbers, await symbolicator.frames(at: addresses, in: image))
                }
            }
            for await done in group { result.set(done.frames, at: done.numbers) }
        }
        for number in NamelessAllocators(result).find() {
            for index in result.locations[number].frames.indices {
                result.locations[number].frames[index].origin = .allocator
            }
        }
        result.nameBoxes()
        return result
    }

    /// A box or a closure's context has no name of its own: it is told by the function that made it.
    private mutating func nameBoxes() {
        for number in sites.indices {
            guard let type = sites[number].type, type.hasPrefix(BlockType.localBox), !type.contains(" in "),
                let function = firstApplicationFrame(of: sites[number])?.frame.function
            else { continue }
            sites[number].type = "\(type) in \(function)"
        }
    }

    private func locationsToLookUp(topSites: Int?) -> [Int] {
        let wanted: [Int]
        if let topSites {
            let orders: [(Site) -> Double] = [
                { $0.inUse.bytes.value }, { $0.atPeak.bytes.value }, { $0.allocated.bytes.value },
                { $0.allocated.objects.value },
            ]
            let top = orders.flatMap { order in sites.sorted { order($0) > order($1) }.prefix(max(0, topSites)) }
            wanted = Set(top.flatMap(\.stack)).sorted()
        } else {
            wanted = Array(locations.indices)
        }
        return wanted.filter { locations.indices.contains($0) && locations[$0].frames.isEmpty }
    }

    private mutating func set(_ frames: [UInt64: [Frame]], at numbers: [Int]) {
        for number in numbers { locations[number].frames = frames[locations[number].address] ?? [] }
    }
}
