public import struct Foundation.Date

/// The Swift tasks of a process that are alive: where each was made, and how long ago.
public struct TaskProfile: Sendable {
    /// A task that is alive.
    public struct LiveTask: Hashable, Sendable {
        /// Indices into ``TaskProfile/locations`` of the code that made it, innermost first; empty if unknown.
        public var stack: [Int]
        /// Seconds since it was made.
        public var age: Double

        public init(stack: [Int], age: Double) {
            self.stack = stack
            self.age = age
        }
    }

    /// Tasks that were made by one stack.
    public struct Group: Hashable, Sendable {
        /// Innermost first, inlined functions included; an address for what has no name.
        public var frames: [Frame]
        /// The innermost frame of the program's own code: the line that made them.
        public var line: Frame?
        public var count: Int
        /// Seconds since the first and the last of them was made.
        public var oldestAge: Double
        public var youngestAge: Double
    }

    public var program: Program
    /// When it was taken.
    public var time: Date?
    public var images: [Image]
    /// The distinct return addresses that ``tasks`` refer to.
    public var locations: [Location]
    public var tasks: [LiveTask]

    public init(
        program: Program = Program(),
        time: Date? = nil,
        images: [Image] = [],
        locations: [Location] = [],
        tasks: [LiveTask] = []
    ) {
        self.program = program
        self.time = time
        self.images = images
        self.locations = locations
        self.tasks = tasks
    }

    /// The tasks by the stack that made them, most tasks first.
    public func groups() -> [Group] {
        Dictionary(grouping: tasks, by: \.stack).map { stack, tasks in
            let ages = tasks.map(\.age)
            return Group(
                frames: frames(ofStack: stack),
                line: firstApplicationFrame(ofStack: stack)?.frame,
                count: tasks.count,
                oldestAge: ages.max() ?? 0,
                youngestAge: ages.min() ?? 0
            )
        }.sorted {
            ($1.count, $0.line?.function ?? "", $1.oldestAge) < ($0.count, $1.line?.function ?? "", $0.oldestAge)
        }
    }

    /// The profile with functions and lines at its locations.
    public func symbolicated(by symbolicator: Symbolicator) async -> TaskProfile {
        var result = self
        await result.nameLocations(Array(locations.indices), by: symbolicator)
        return result
    }

    /// The tasks as a gzipped pprof file with one sample type, `tasks` in `count`, as Go's profile of goroutines.
    public func pprof() throws(PprofError) -> [UInt8] {
        let samples = Dictionary(grouping: tasks, by: \.stack).sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            PprofContents.Sample(stack: $0.key, values: [$0.value.count])
        }
        return try PprofContents(
            programPath: program.path,
            start: time,
            duration: 0,
            images: images,
            locations: locations,
            sampleTypes: [("tasks", "count")],
            samples: samples,
            defaultSampleType: "tasks",
            periodType: ("tasks", "count"),
            period: 1,
            comment: "trimtab pid=\(program.processID) tasks=\(tasks.count)"
        ).compressed()
    }
}

extension TaskProfile: ProfileOfStacks {}

extension TaskProfile {
    /// Takes tasks apart as the hooks note them.
    /// - Parameters:
    ///   - tasks: Age in seconds, and where in `words` its stack stands.
    ///   - words: For each stack how many frames, then the return addresses.
    package init(tasks: [(age: Double, stack: Int)], words: UnsafeBufferPointer<UInt64>, images: [Image]) {
        let map = ImageMap(images)
        var locations: [Location] = []
        var indices: [UInt64: Int] = [:]
        var stacks: [Int: [Int]] = [:]
        func stack(at place: Int) -> [Int] {
            guard words.indices.contains(place) else { return [] }
            let end = min(words.count, place + 1 + Int(clamping: words[place]))
            return words[(place + 1)..<end].map { address in
                if let index = indices[address] { return index }
                indices[address] = locations.count
                locations.append(Location(address: address, image: map.index(containing: address &- 1)))
                return locations.count - 1
            }
        }
        let live = tasks.map { task in
            let known = stacks[task.stack] ?? stack(at: task.stack)
            stacks[task.stack] = known
            return LiveTask(stack: known, age: task.age)
        }
        self.init(images: images, locations: locations, tasks: live)
    }
}
