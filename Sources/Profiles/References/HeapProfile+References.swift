extension HeapProfile {
    /// Scans the memory of the profile's process, which must still run, for what refers to what.
    ///
    /// Symbolicate first: blocks without a type go by the function that allocated them. It lasts up to ``ScanLimits/seconds``
    /// on the caller's thread.
    /// - Parameters:
    ///   - symbolicator: For what was allocated since.
    ///   - recording: That of the process as it is now. It is read before the scan, since storage that grows is another
    ///     block soon, and after it, since blocks that are gone by then are left out.
    /// - Returns: nil where there is no recording any more, or the process ended meanwhile.
    package func references(
        in memory: any MemoryReader,
        limits: ScanLimits = ScanLimits(),
        by symbolicator: Symbolicator = Symbolicator(environment: [:]),
        recording: () -> Recording?
    ) async -> ReferenceGraph? {
        guard var now = recording()?.heapProfile(samples: .live) else { return nil }
        let known = Dictionary(locations.map { ($0.address, $0.frames) }) { first, _ in first }
        for number in now.locations.indices {
            now.locations[number].frames = known[now.locations[number].address] ?? []
        }
        now = await now.symbolicated(by: symbolicator)
        var graph = now.scan(memory, limits: limits)
        guard let after = recording(), after.state != .ended, after.isProcessAlive else { return nil }
        let (blocks, live) = (now.liveSamples, after.liveBlocks)
        graph.dropSampled { live[blocks[$0].address] == blocks[$0].allocatedTime }
        return graph
    }

    /// The graph's sampled blocks are in the order of ``liveSamples``.
    private func scan(_ memory: any MemoryReader, limits: ScanLimits) -> ReferenceGraph {
        let names = sites.map { ReferrerName(leakSubject(of: $0)) }
        let samples = liveSamples
        let blocks = samples.map { sample in
            ReferenceScan.Sampled(address: HiddenAddress(sample.address), size: sample.size, name: names[sample.site])
        }
        let data = WritableData(images)
        let objects = ObjectsInMemory(memory, boxes: blocks.filter { $0.name.name.hasPrefix(BlockType.localBox) })
        var graph = ReferenceScan.graph(
            of: blocks,
            data: data.ranges,
            in: memory,
            limits: limits,
            describe: objects.describe
        )
        graph.nameData(data.names)
        graph.liveBytes = totals.liveBytes
        for sample in samples { graph.objects[names[sample.site], default: 0] += sample.weight }
        return graph
    }

    /// By address; of two at one address, as there may be while one is freed and the next allocated, the later.
    private var liveSamples: [Sample] {
        let live = samples.filter { $0.freedTime == nil && sites.indices.contains($0.site) && $0.size > 0 }
            .sorted { ($0.address, $0.allocatedTime) < ($1.address, $1.allocatedTime) }
        return live.indices.filter { $0 + 1 == live.count || live[$0].address != live[$0 + 1].address }.map { live[$0] }
    }
}
