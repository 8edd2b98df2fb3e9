/// Which blocks of memory refer to which, as far as a scan saw.
package struct ReferenceGraph: Sendable {
    struct Block: Sendable {
        enum Origin: Sendable {
            /// Its address was known because it was sampled.
            case sampled
            /// An object that something referred to.
            case found
            /// A word of an image's data.
            case data
        }

        var address: HiddenAddress
        var size: Int
        /// Index into ``names``.
        var name: Int
        var origin: Origin
        var isGone = false
    }

    struct Reference: Hashable, Sendable {
        var from: UInt32
        var to: UInt32
    }

    private(set) var names: [ReferrerName] = []
    private var numbers: [ReferrerName: Int] = [:]
    var blocks: [Block] = []
    var references: [Reference] = []
    /// How many objects are in use, as samples estimate it.
    var objects: [ReferrerName: Double] = [:]
    /// Bytes in use of the whole process.
    var liveBytes = 0
    package var coverage = ScanCoverage()

    /// The number of a name.
    mutating func number(of name: ReferrerName) -> Int {
        if let number = numbers[name] { return number }
        numbers[name] = names.count
        names.append(name)
        return names.count - 1
    }

    func knownNumber(of name: ReferrerName) -> Int? { numbers[name] }

    /// Names the words of images' data.
    /// - Parameter naming: Is given their addresses.
    mutating func nameData(_ naming: ([UInt64]) -> [UInt64: ReferrerName]) {
        let numbers = blocks.indices.filter { blocks[$0].origin == .data }
        let found = naming(numbers.map { blocks[$0].address.value })
        for block in numbers {
            if let name = found[blocks[block].address.value] { blocks[block].name = number(of: name) }
        }
    }

    /// Takes out the sampled blocks that are gone: what was read there may have been another's.
    /// - Parameter isLive: Is given a sampled block's index in the order of addresses.
    mutating func dropSampled(unless isLive: (Int) -> Bool) {
        for number in blocks.indices where blocks[number].origin == .sampled && !blocks[number].isGone {
            if isLive(number) { continue }
            blocks[number].isGone = true
            coverage.goneBlocks += 1
        }
        references = references.filter { !blocks[Int($0.from)].isGone && !blocks[Int($0.to)].isGone }
    }

    /// Who refers to a leak's blocks, and who to those in turn.
    /// - Returns: nil if none of them was looked at.
    package func referrers(of subject: ReferrerName) -> ReferrerReport? {
        var search = ReferrerSearch(self)
        return search.report(on: subject)
    }
}
