extension HeapProfile {
    /// The line and the type of each site's blocks; symbolicate first.
    func leakSubjects() -> [LeakSubject] {
        sites.map { leakSubject(of: $0) }
    }

    /// The line and the type of a site's blocks; where no code of the program is on the stack, the innermost function that is
    /// no allocator.
    package func leakSubject(of site: Site) -> LeakSubject {
        let frame = firstApplicationFrame(of: site)?.frame
        let fallback = frame == nil ? frames(ofStack: site.stack).first { $0.origin != .allocator } : nil
        let shown = frame ?? fallback
        return LeakSubject(
            type: site.type,
            function: shown?.function ?? "unknown stack",
            file: shown?.file,
            line: shown?.line
        )
    }

    /// What is in use now, by line and by type, for ``LeakHistory/add(_:)``.
    ///
    /// Lines come from a symbolicated profile; of one that is not, addresses stand for them.
    public func leakLook() -> LeakLook {
        let subjects = leakSubjects()
        var blocks: [LeakSubject: [LeakBlock]] = [:]
        for sample in samples where sample.freedTime == nil && subjects.indices.contains(sample.site) {
            let block = LeakBlock(
                allocatedTime: sample.allocatedTime,
                objects: sample.weight,
                bytes: sample.weight * Double(sample.size)
            )
            blocks[subjects[sample.site], default: []].append(block)
            if let type = subjects[sample.site].type { blocks[LeakSubject(type: type), default: []].append(block) }
        }
        return LeakLook(
            time: duration,
            load: Double(totals.allocations),
            liveBytes: totals.liveBytes,
            residentBytes: timeline.last.flatMap { $0.residentBytes > 0 ? $0.residentBytes : nil },
            memoryLimit: totals.memoryLimit,
            blocks: blocks
        )
    }
}
