import CTrimtabPlatform

@testable import Profiles

/// Lays out a recording as the hooks would.
struct RecordingBuilder {
    var header = trimtab_header()
    var threads: [trimtab_thread] = []
    var nodes: [trimtab_node] = []
    var sites: [trimtab_site] = []
    var samples: [trimtab_sample] = []
    var images: [trimtab_image] = []
    var strings: [UInt8] = [0]
    var timeline: [trimtab_timeline_point] = []
    var cpuNodes: [trimtab_node] = []
    /// The first is the unknown stack.
    var cpuStacks = [trimtab_cpu_stack()]

    /// Entries of room beyond those that are used.
    var spare = 3

    init() {
        header.magic = RecordingFormat.magic
        header.version = RecordingFormat.version
        header.byte_order = RecordingFormat.byteOrder
        header.header_size = UInt32(MemoryLayout<trimtab_header>.size)
        header.section_count = UInt32(TRIMTAB_SECTION_COUNT.rawValue)
        header.state = TRIMTAB_STATE_RUNNING.rawValue
        header.flags = TRIMTAB_FLAG_LIVE_BYTES_EXACT.rawValue
        header.pid = 4242
        header.generation = 1
        header.sampling_interval = 524_288
        header.start_time = 1_000_000_000
        header.start_wall_time = 1_700_000_000_000_000_000
        header.last_time = 3_500_000_000
    }

    mutating func addString(_ text: String) -> UInt64 {
        defer { strings += Array(text.utf8) + [0] }
        return UInt64(strings.count)
    }

    mutating func addThread(name: String, allocations: UInt64, deallocations: UInt64, bytes: UInt64, live: Int64) {
        var thread = trimtab_thread()
        thread.allocations = allocations
        thread.deallocations = deallocations
        thread.allocated_bytes = bytes
        thread.live_bytes = live
        thread.tid = UInt32(100 + threads.count)
        thread.state = TRIMTAB_THREAD_RUNNING.rawValue
        withUnsafeMutableBytes(of: &thread.name) { $0.copyBytes(from: name.utf8.prefix(15)) }
        threads.append(thread)
    }

    mutating func addImage(path: String, range: Range<UInt64>, bias: UInt64 = 0, buildID: [UInt8] = []) {
        var image = trimtab_image()
        image.path = addString(path)
        image.start = range.lowerBound
        image.end = range.upperBound
        image.bias = bias
        image.build_id_length = UInt32(buildID.count)
        withUnsafeMutableBytes(of: &image.build_id) { $0.copyBytes(from: buildID.prefix(32)) }
        images.append(image)
    }

    /// Adds a stack, outermost call last, and returns its node + 1.
    mutating func addStack(_ addresses: [UInt64], thread: UInt64) -> UInt32 {
        Self.addStack(addresses, thread: thread, to: &nodes)
    }

    private static func addStack(_ addresses: [UInt64], thread: UInt64, to nodes: inout [trimtab_node]) -> UInt32 {
        nodes.append(trimtab_node(parent: RecordingFormat.nodeRoot, site: 0, pc: thread))
        for address in addresses.reversed() {
            nodes.append(trimtab_node(parent: UInt32(nodes.count), site: 0, pc: address))
        }
        return UInt32(nodes.count)
    }

    mutating func addCPUStack(_ addresses: [UInt64], thread: UInt64, samples: UInt64, nanoseconds: UInt64) {
        var stack = trimtab_cpu_stack()
        stack.node = Self.addStack(addresses, thread: thread, to: &cpuNodes)
        stack.samples = samples
        stack.nanoseconds = nanoseconds
        cpuStacks.append(stack)
        header.cpu_samples += samples
    }

    mutating func addSite(stack: [UInt64], thread: UInt64, allocatedBytes: Double = 0) {
        var site = trimtab_site()
        site.node = addStack(stack, thread: thread)
        site.allocated_samples = 2
        site.allocated_objects = 4
        site.allocated_bytes = allocatedBytes
        site.allocated_objects_variance = 2
        site.allocated_bytes_variance = 200
        site.peak_samples = 1
        site.peak_objects = 2
        site.peak_bytes = 64
        sites.append(site)
    }

    mutating func addSample(site: Int, size: UInt64, weight: Double, isLive: Bool = true) {
        var sample = trimtab_sample()
        sample.address = 0x5000 + UInt64(samples.count) * 64
        sample.size = size
        sample.weight = weight
        sample.allocated_time = 1_500_000_000
        sample.freed_time = isLive ? 0 : 2_000_000_000
        sample.site = UInt32(site + 1)
        sample.state = UInt8((isLive ? TRIMTAB_SAMPLE_LIVE : TRIMTAB_SAMPLE_FREED).rawValue)
        samples.append(sample)
    }

    /// The file's bytes.
    func bytes() -> [UInt8] {
        var header = header
        var parts: [(offset: Int, bytes: [UInt8])] = []
        var end = 4096
        withUnsafeMutableBytes(of: &header.sections) { table in
            func add<T: BitwiseCopyable>(_ kind: trimtab_section_kind, _ entries: [T], isFull: Bool = false) {
                let stride = MemoryLayout<T>.stride
                let capacity = entries.count + (isFull ? 0 : spare)
                let section = trimtab_section(
                    offset: UInt64(end),
                    capacity: UInt64(capacity),
                    used: UInt64(entries.count),
                    stride: UInt32(stride),
                    kind: kind.rawValue
                )
                let place = Int(kind.rawValue) * MemoryLayout<trimtab_section>.stride
                table.storeBytes(of: section, toByteOffset: place, as: trimtab_section.self)
                parts.append((end, entries.withUnsafeBytes { Array($0) }))
                end = (end + capacity * stride + 4095) / 4096 * 4096
            }
            add(TRIMTAB_SECTION_THREADS, threads)
            add(TRIMTAB_SECTION_NODES, nodes, isFull: true)
            add(TRIMTAB_SECTION_SITES, sites)
            add(TRIMTAB_SECTION_SAMPLES, samples)
            add(TRIMTAB_SECTION_IMAGES, images)
            add(TRIMTAB_SECTION_STRINGS, strings)
            add(TRIMTAB_SECTION_TIMELINE, timeline)
            add(TRIMTAB_SECTION_CPU_NODES, cpuNodes, isFull: true)
            add(TRIMTAB_SECTION_CPU_STACKS, cpuStacks)
        }
        header.file_size = UInt64(end)
        var result = [UInt8](repeating: 0, count: end)
        parts.append((0, withUnsafeBytes(of: header) { Array($0) }))
        for part in parts { result.replaceSubrange(part.offset..<part.offset + part.bytes.count, with: part.bytes) }
        return result
    }
}

extension RecordingBuilder {
    /// Two threads of which both allocate at one call site, and one at another.
    static func sample() -> RecordingBuilder {
        var builder = RecordingBuilder()
        builder.header.program_path = builder.addString("/srv/app")
        builder.header.command_line = builder.addString("app")
        _ = builder.addString("--port")
        _ = builder.addString("80")
        _ = builder.addString("")
        builder.header.samples_taken = 7
        builder.header.samples_dropped = 2
        builder.header.peak_live_bytes = 9000
        builder.header.peak_live_time = 2_000_000_000
        builder.header.peak_resident_bytes = 1 << 20
        builder.header.forks = 1
        builder.addThread(name: "", allocations: 0, deallocations: 0, bytes: 0, live: 0)
        builder.addThread(name: "main", allocations: 100, deallocations: 60, bytes: 10_000, live: 9000)
        builder.addThread(name: "worker", allocations: 50, deallocations: 80, bytes: 5000, live: -4000)
        builder.addImage(path: "/srv/app", range: 0x10000..<0x20000, bias: 0x10000, buildID: [1, 2, 3])
        builder.addImage(path: "/lib/libc.so.6", range: 0x70000..<0x80000, bias: 0x70000)
        builder.addSite(stack: [0x70010, 0x10010, 0x10020], thread: 1, allocatedBytes: 1000)
        builder.addSite(stack: [0x70010, 0x10010, 0x10020], thread: 2, allocatedBytes: 500)
        builder.addSite(stack: [0x70010, 0x10030], thread: 2, allocatedBytes: 300)
        builder.addSample(site: 0, size: 100, weight: 2)
        builder.addSample(site: 0, size: 100, weight: 2)
        builder.addSample(site: 1, size: 1000, weight: 1.5)
        builder.addSample(site: 2, size: 10, weight: 3, isLive: false)
        builder.header.cpu_period = 10_000_000
        builder.header.cpu_nanoseconds = 75_000_000
        builder.addCPUStack([0x10010, 0x10020], thread: 1, samples: 4, nanoseconds: 50_000_000)
        builder.addCPUStack([0x70010, 0x10010, 0x10020], thread: 2, samples: 2, nanoseconds: 20_000_000)
        builder.timeline = (1...3).map { step in
            var point = trimtab_timeline_point()
            point.time = 1_000_000_000 + UInt64(step) * 500_000_000
            point.resident_bytes = UInt64(step) * 4096
            point.live_bytes = Int64(step) * 1000
            return point
        }
        return builder
    }
}
