/// Finds the return addresses that mark a block as an object's: those in the runtime's functions that make objects.
///
/// Their names tell, from the symbols of the runtime's library or of a program that holds the runtime. In a stripped
/// program only what they made can tell: many blocks, asked for from several places, and as good as every one begins with
/// metadata.
struct ObjectAllocators {
    /// What is known of the samples of one stack.
    struct Evidence {
        var stack: [Int]
        /// Samples whose first words prove a type.
        var proven = 0
        /// Those of them that are tasks.
        var tasks = 0
        /// Samples whose first words were seen and prove none.
        var unproven = 0

        /// Adds a sample whose first words were seen.
        /// - Parameter type: What they prove.
        mutating func add(_ type: String?) {
            guard let type else {
                unproven += 1
                return
            }
            proven += 1
            if type == BlockType.task { tasks += 1 }
        }
    }

    private let locations: [Location]
    private let images: [Image]

    /// The runtime's own functions stand between malloc and its callers.
    static let deepest = 4
    static let functions = ["swift_allocObject", "swift_task_create"]
    private static let leastProven = 16
    private static let leastCallers = 4

    init(locations: [Location], images: [Image]) {
        self.locations = locations
        self.images = images
    }

    /// Indices of locations: a stack with one among its innermost frames was allocated for an object.
    func find(_ evidence: [Evidence]) -> Set<Int> {
        let candidates = Set(evidence.lazy.filter { $0.proven > 0 }.flatMap { $0.stack.prefix(Self.deepest) })
        var found: Set<Int> = []
        var nameless: Set<Int> = []
        for (image, locations) in Dictionary(grouping: candidates, by: { self.locations[$0].image }) {
            guard let image, let symbols = symbols(of: images[image]) else { continue }
            // A return address lies behind the call.
            let call = { self.locations[$0].address &- 1 &- images[image].bias }
            let names = symbols.names(at: locations.map(call))
            for location in locations {
                if let name = names[call(location)] {
                    if Self.functions.contains(where: name.contains) { found.insert(location) }
                } else {
                    nameless.insert(location)
                }
            }
        }
        return found.union(proven(nameless, by: evidence))
    }

    static func isObject(_ stack: [Int], allocators: Set<Int>) -> Bool {
        stack.prefix(deepest).contains(where: allocators.contains)
    }

    private func proven(_ locations: Set<Int>, by evidence: [Evidence]) -> Set<Int> {
        var counts: [Int: (proven: Int, tasks: Int, unproven: Int, callers: Set<Int>)] = [:]
        for stack in evidence {
            for (depth, location) in stack.stack.prefix(Self.deepest).enumerated() where locations.contains(location) {
                var count = counts[location] ?? (0, 0, 0, [])
                // The innermost frame is malloc's caller: that of objects serves raw memory as well, that of tasks not.
                if depth > 0 { count.proven += stack.proven }
                if depth == 0 { count.tasks += stack.tasks }
                if depth == 0 { count.unproven += stack.proven - stack.tasks }
                count.unproven += stack.unproven
                if depth + 1 < stack.stack.count { count.callers.insert(stack.stack[depth + 1]) }
                counts[location] = count
            }
        }
        return Set(
            counts.filter { _, count in
                let isObjects = count.proven >= Self.leastProven && count.callers.count >= Self.leastCallers
                return count.unproven * 50 <= count.proven && isObjects || count.unproven == 0 && count.tasks > 0
            }.keys
        )
    }

    /// The runtime is in its libraries; where none is loaded, in the program.
    private func symbols(of image: Image) -> ELFSymbolTable? {
        let name = image.path.split(separator: "/").last ?? ""
        let isRuntime = name.hasPrefix("libswiftCore.so") || name.hasPrefix("libswift_Concurrency.so")
        guard isRuntime || !hasRuntimeLibrary, let file = ELFFile(path: image.path),
            image.buildID.isEmpty || file.buildID == image.buildID
        else { return nil }
        return ELFSymbolTable(file)
    }

    private var hasRuntimeLibrary: Bool {
        images.contains { $0.path.contains("/libswiftCore.so") }
    }
}
