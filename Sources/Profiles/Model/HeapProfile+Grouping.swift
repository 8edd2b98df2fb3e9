extension HeapProfile {
    /// What ``grouped(by:)`` goes by.
    public enum Grouping: String, Hashable, Sendable, CaseIterable {
        /// The thread's name: threads that bear the same name count as one.
        case thread
        /// The path of the image that holds the first application frame.
        case image
        /// The function of the first application frame.
        case function
        /// The program's labels, as `key=value, key=value`.
        case labels
    }

    /// The sites with those of different threads merged where stack and type are the same.
    ///
    /// ``Site/thread`` is kept where all of a stack came from one thread. Most bytes in use come first.
    public func callSites() -> [Site] {
        var indices: [CallSite: Int] = [:]
        var merged: [Site] = []
        for site in sites {
            let key = CallSite(stack: site.stack, type: site.type)
            if let index = indices[key] {
                merged[index].add(site)
            } else {
                indices[key] = merged.count
                merged.append(site)
            }
        }
        return merged.sorted { $0.inUse.bytes.value > $1.inUse.bytes.value }
    }

    /// The sites in groups, most bytes in use first.
    public func grouped(by grouping: Grouping) -> [SiteGroup] {
        var indices: [String: Int] = [:]
        var groups: [SiteGroup] = []
        for (number, site) in sites.enumerated() {
            let name = name(of: site, by: grouping)
            let index =
                indices[name]
                ?? {
                    groups.append(SiteGroup(name: name))
                    indices[name] = groups.count - 1
                    return groups.count - 1
                }()
            groups[index].sites.append(number)
            groups[index].inUse += site.inUse
            groups[index].allocated += site.allocated
            groups[index].atPeak += site.atPeak
        }
        return groups.sorted { $0.inUse.bytes.value > $1.inUse.bytes.value }
    }

    private func name(of site: Site, by grouping: Grouping) -> String {
        switch grouping {
        case .labels:
            return site.labels.isEmpty ? Self.unknown : ProfileLabelText.text(of: site.labels)
        case .thread:
            guard let thread = site.thread, threads.indices.contains(thread) else { return Self.unknown }
            return threads[thread].name
        case .image:
            guard let image = firstApplicationFrame(of: site)?.image ?? firstImage(of: site) else {
                return Self.unknown
            }
            return images[image].path
        case .function:
            return firstApplicationFrame(of: site)?.frame.function ?? firstFunction(of: site) ?? Self.unknown
        }
    }

    private static let unknown = "unknown"
}

extension HeapProfile {
    private struct CallSite: Hashable {
        let stack: [Int]
        let type: String?
    }

    private func firstImage(of site: Site) -> Int? {
        locations(of: site).lazy.compactMap(\.image).first { images.indices.contains($0) }
    }

    /// The innermost function that is no allocator: the name of stacks without application frames.
    private func firstFunction(of site: Site) -> String? {
        let frames = locations(of: site).lazy.flatMap(\.frames)
        return (frames.first { $0.origin != .allocator } ?? frames.first)?.function
    }
}

extension Site {
    fileprivate mutating func add(_ other: Site) {
        if thread != other.thread { thread = nil }
        if labels != other.labels { labels = [:] }
        inUse += other.inUse
        allocated += other.allocated
        atPeak += other.atPeak
    }
}
