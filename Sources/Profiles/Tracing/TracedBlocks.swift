/// What a thread of this process allocated while it was traced.
package struct TracedBlocks: Sendable {
    package var blocks: [TracedBlock]
    /// Return addresses, innermost first.
    package var stacks: [[UInt64]]
    /// What the process has loaded.
    package var images: [Image]

    package init(blocks: [TracedBlock], stacks: [[UInt64]], images: [Image]) {
        self.blocks = blocks
        self.stacks = stacks
        self.images = images
    }

    private struct SiteKey: Hashable {
        var stack: Int
        var type: String?
    }

    /// The profile with functions, lines and types: a site for each stack and type.
    ///
    /// Types are read from the process's memory as it is now; metadata is never given back.
    /// - Returns: The profile, and for each block the index of its site.
    package func profile(symbolicatedBy symbolicator: Symbolicator) async -> (profile: HeapProfile, sites: [Int]) {
        var profile = HeapProfile(samplingInterval: 1, images: images)
        let stacks = locations(in: &profile)
        let memory = ProcessMemory()
        var types = BlockType(CopiedMemory(memory))
        var indices: [SiteKey: Int] = [:]
        let sites = blocks.map { block in
            let key = SiteKey(stack: block.stack, type: type(of: block, types: &types, memory: memory))
            let index = indices[key] ?? profile.sites.count
            if index == profile.sites.count {
                indices[key] = index
                let stack = stacks.indices.contains(block.stack) ? stacks[block.stack] : []
                profile.sites.append(Site(stack: stack, type: key.type))
            }
            profile.sites[index].allocated += Usage(block)
            if block.isLive { profile.sites[index].inUse += Usage(block) }
            return index
        }
        profile = await profile.symbolicated(by: symbolicator)
        for number in profile.sites.indices where !profile.isObject(profile.sites[number]) {
            profile.sites[number].type = nil
        }
        return (profile, sites)
    }

    /// Adds the stacks' locations to the profile.
    /// - Returns: The stacks as indices of locations.
    private func locations(in profile: inout HeapProfile) -> [[Int]] {
        let map = ImageMap(images)
        var indices: [UInt64: Int] = [:]
        return stacks.map { stack in
            stack.map { address in
                if let index = indices[address] { return index }
                indices[address] = profile.locations.count
                // A return address can lie behind the last instruction of its image.
                profile.locations.append(Location(address: address, image: map.index(containing: address &- 1)))
                return profile.locations.count - 1
            }
        }
    }

    private func type(of block: TracedBlock, types: inout BlockType, memory: ProcessMemory) -> String? {
        // The second word of an object counts its references and is never 0.
        guard block.size >= 16, block.word >= 4096, block.references != 0 else { return nil }
        let first: UInt64? = block.isLive ? memory.load(block.address + 32) : nil
        let element: UInt64? = first.flatMap { $0 >= 4096 && $0 % 8 == 0 ? memory.load($0) : nil }
        return types.name(word: block.word, body: block.body, element: element ?? 0, size: block.size)
    }
}

extension HeapProfile {
    /// Does the site's stack show that the runtime made an object?
    fileprivate func isObject(_ site: Site) -> Bool {
        site.stack.prefix(ObjectAllocators.deepest).contains { number in
            locations[number].frames.contains { frame in
                ObjectAllocators.functions.contains(where: frame.mangledName.contains)
            }
        }
    }
}

extension Usage {
    /// One block, exactly.
    fileprivate init(_ block: TracedBlock) {
        self.init(
            objects: Estimate(value: 1, samples: 1),
            bytes: Estimate(value: Double(block.size), samples: 1)
        )
    }
}
