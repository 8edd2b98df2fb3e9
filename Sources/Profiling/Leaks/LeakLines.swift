internal import Profiles

extension HeapProfile {
    /// The subject with the line of its source, by those of its stacks that have most in use; nil if that cannot be told.
    func line(of subject: LeakSubject, by symbolicator: Symbolicator) async -> LeakSubject? {
        let numbers = sites.indices.filter { leakSubject(of: sites[$0]) == subject }
        var part = self
        part.sites = numbers.map { sites[$0] }.sorted { $0.inUse.bytes.value > $1.inUse.bytes.value }.prefix(8).map(
            \.self
        )
        part.samples = []
        for number in part.locations.indices { part.locations[number].frames = [] }
        part = await part.symbolicated(by: symbolicator, topSites: part.sites.count)
        return part.sites.lazy.map { part.leakSubject(of: $0) }.first { $0.line != nil }.map { found in
            // The type stays: that of a box would name the function twice.
            LeakSubject(type: subject.type, function: found.function, file: found.file, line: found.line)
        }
    }
}

extension TaskProfile {
    /// Tasks that are alive, by the line that made them; a task counts as one object and one byte.
    func leakLook(time: Double, load: Double) -> LeakLook {
        var blocks: [LeakSubject: [LeakBlock]] = [:]
        var subjects: [[Int]: LeakSubject] = [:]
        for task in tasks {
            let subject = subjects[task.stack] ?? self.subject(ofStack: task.stack)
            subjects[task.stack] = subject
            blocks[subject, default: []].append(LeakBlock(allocatedTime: time - task.age, objects: 1, bytes: 1))
        }
        return LeakLook(time: time, load: load, liveBytes: tasks.count, blocks: blocks)
    }

    /// The subject with the line of its source; nil if that cannot be told.
    func line(of subject: LeakSubject, by symbolicator: Symbolicator) async -> LeakSubject? {
        guard let stack = tasks.lazy.map(\.stack).first(where: { self.subject(ofStack: $0) == subject }) else {
            return nil
        }
        var part = self
        part.tasks = [LiveTask(stack: stack, age: 0)]
        for number in part.locations.indices { part.locations[number].frames = [] }
        let used = Set(stack)
        for number in part.locations.indices where !used.contains(number) {
            part.locations[number].frames = locations[number].frames
        }
        part = await part.symbolicated(by: symbolicator)
        let found = part.subject(ofStack: stack)
        return found.line == nil ? nil : found
    }

    private func subject(ofStack stack: [Int]) -> LeakSubject {
        let frame = firstApplicationFrame(ofStack: stack)?.frame ?? frames(ofStack: stack).first
        return LeakSubject(
            type: "Task",
            function: frame?.function ?? "unknown stack",
            file: frame?.file,
            line: frame?.line
        )
    }
}
