internal import CTrimtabPlatform

/// The hooks' tables of processor time, copied out of a recording or out of the process itself.
package struct CPUTables: Sendable {
    /// Entries are `trimtab_node`.
    var nodes: RecordingSection
    /// Entries are `trimtab_cpu_stack`.
    var stacks: RecordingSection
    /// Entries are `trimtab_thread`.
    var threads: RecordingSection
    /// Entries are `trimtab_label`.
    var labels: RecordingSection

    init(
        nodes: RecordingSection,
        stacks: RecordingSection,
        threads: RecordingSection,
        labels: RecordingSection = .empty
    ) {
        self.nodes = nodes
        self.stacks = stacks
        self.threads = threads
        self.labels = labels
    }

    /// Copies tables of this process.
    package init(
        nodes: UnsafeRawBufferPointer,
        stacks: UnsafeRawBufferPointer,
        threads: UnsafeRawBufferPointer,
        labels: UnsafeRawBufferPointer
    ) {
        func section<Entry>(_ bytes: UnsafeRawBufferPointer, of _: Entry.Type) -> RecordingSection {
            let stride = MemoryLayout<Entry>.stride
            return RecordingSection(bytes: .copied(Array(bytes)), stride: stride, count: bytes.count / stride)
        }
        self.nodes = section(nodes, of: trimtab_node.self)
        self.stacks = section(stacks, of: trimtab_cpu_stack.self)
        self.threads = section(threads, of: trimtab_thread.self)
        self.labels = section(labels, of: trimtab_label.self)
    }

    /// The stacks that used time since `earlier`, which is of the same process: its entries never go, and only grow.
    ///
    /// Entries that make no sense are left out.
    /// - Parameter isProcessRunning: Threads that the end of the process cut short still count as running in the records.
    package func profile(since earlier: CPUTables?, images: [Image], isProcessRunning: Bool) -> CPUProfile {
        var recordedThreads = RecordedThreads(section: threads, isProcessRunning: isProcessRunning)
        var recordedStacks = RecordedStacks(nodes: nodes, images: images)
        let recordedLabels = RecordedLabels(labels)
        var result: [CPUStack] = []
        for number in 0..<stacks.count {
            guard let entry = stacks.entry(number, as: trimtab_cpu_stack.self) else { break }
            let before = earlier?.stacks.entry(number, as: trimtab_cpu_stack.self) ?? trimtab_cpu_stack()
            let samples = Int(recorded: entry.samples) - Int(recorded: before.samples)
            let time = Double(recorded: Double(entry.nanoseconds)) - Double(recorded: Double(before.nanoseconds))
            guard samples > 0, samples <= Int(RecordingFormat.maximumSamples), time > 0 else { continue }
            let stack = recordedStacks.stack(endingAt: entry.node)
            // Counts of samples vary as Poisson's, each worth what one stands for.
            let estimate = Estimate(value: time, variance: time * time / Double(samples), samples: samples)
            let thread = stack.thread.flatMap { recordedThreads.index(ofRecord: $0) }
            result.append(
                CPUStack(stack: stack.locations, thread: thread, time: estimate, labels: recordedLabels[stack.label])
            )
        }
        return CPUProfile(
            threads: recordedThreads.threads,
            images: images,
            locations: recordedStacks.locations,
            stacks: result
        )
    }
}
