internal import CTrimtabHooks
internal import CTrimtabPlatform
internal import Profiles

/// Notes everything that the calling thread allocates, run by run.
///
/// Between its start and its end it allocates nothing itself.
struct AllocationTrace: ~Copyable {
    private let trace: UnsafeMutablePointer<trimtab_trace>
    /// The first part of the trace is what comes before the first run.
    private var run = 1

    /// nil where allocations are not counted, or another trace is on for this thread.
    init?() {
        guard let trace = trimtab_trace_begin() else { return nil }
        self.trace = trace
    }

    deinit {
        trimtab_trace_stop(trace)
        trimtab_trace_free(trace)
    }

    /// What is allocated from now on belongs to the next run.
    mutating func nextRun() {
        trimtab_trace_next_part(trace)
        run += 1
    }

    /// Waits for other threads to let go of what the run has allocated, but for what takes the place of what it has freed.
    func waitForOthers() {
        OtherThreads.wait { trimtab_trace_growth(trace) > 0 }
    }

    /// Ends the trace and takes out what it has noted.
    consuming func finish() -> TracedRuns {
        trimtab_trace_stop(trace)
        var stacks: [UInt32: Int] = [:]
        var result = TracedRuns(
            traced: TracedBlocks(blocks: [], stacks: [], images: Self.images()),
            runs: [],
            run: run
        )
        for block in UnsafeBufferPointer(start: trace.pointee.blocks, count: Int(trace.pointee.count)) {
            let index = stacks[block.stack] ?? result.traced.stacks.count
            if index == result.traced.stacks.count {
                stacks[block.stack] = index
                result.traced.stacks.append(stack(at: Int(block.stack)))
            }
            result.traced.blocks.append(TracedBlock(block, stack: index))
            result.runs.append(TracedRuns.Span(allocated: Int(block.part), freed: Int(block.freed_part)))
        }
        return result
    }

    /// - Parameter place: Where the number of frames stands, with the frames behind it.
    private func stack(at place: Int) -> [UInt64] {
        guard let frames = trace.pointee.frames else { return [] }
        return Array(UnsafeBufferPointer(start: frames + place + 1, count: Int(frames[place])))
    }

    private static func images() -> [Image] {
        var table: UnsafePointer<trimtab_image>?
        var strings: UnsafePointer<CChar>?
        let count = trimtab_loaded_images(&table, &strings)
        guard let strings else { return [] }
        return UnsafeBufferPointer(start: table, count: Int(count)).map { image in
            Image(image, path: image.path == 0 ? "" : String(cString: strings + Int(image.path)))
        }
    }
}

extension TracedBlock {
    fileprivate init(_ block: trimtab_traced_block, stack: Int) {
        self.init(
            address: block.address,
            size: Int(truncatingIfNeeded: block.size),
            word: block.words.0,
            references: block.words.1,
            body: block.words.2,
            stack: stack,
            isLive: block.freed_part == 0
        )
    }
}
