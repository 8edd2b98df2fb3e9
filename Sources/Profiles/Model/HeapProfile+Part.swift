extension HeapProfile {
    /// The profile with some of the sites, and their samples. Totals stay those of the whole process.
    func part(ofSites isWanted: (Site) -> Bool) -> HeapProfile {
        var result = self
        var numbers: [Int: Int] = [:]
        result.sites = []
        for (number, site) in sites.enumerated() where isWanted(site) {
            numbers[number] = result.sites.count
            result.sites.append(site)
        }
        result.samples = samples.compactMap { sample in
            guard let site = numbers[sample.site] else { return nil }
            var sample = sample
            sample.site = site
            return sample
        }
        return result
    }

    /// The profile with only the sites that have something in use, their samples, and the locations of their stacks. Totals stay
    /// those of the whole process.
    package var partInUse: HeapProfile {
        var result = part { $0.inUse.bytes.samples > 0 }
        var numbers: [Int: Int] = [:]
        result.locations = []
        for site in result.sites.indices {
            result.sites[site].stack = result.sites[site].stack.map { location in
                if let number = numbers[location] { return number }
                let number = result.locations.count
                numbers[location] = number
                result.locations.append(locations[location])
                return number
            }
        }
        return result
    }
}
