import MemoryTuning

/// Does one thing after another to its allocator's settings, and says what comes of each.
///
///     arena_max=2[,top_pad=0]     sets that
///     back                        sets everything back
///     threads:6                   how many arenas there are while six threads at once have a block
///     block:4                     where a block of 4 MiB comes from, and whether it is given back when it is freed
///     value:arenas.dirty_decay_ms what the allocator says of itself
///     race:dirty_decay_ms         threads set it at once, and it is set back, time and again; what to
@main
struct SetAllocator {
    static func main() {
        let settings = AllocatorSettings()
        for command in CommandLine.arguments.dropFirst() { run(command, with: settings) }
    }

    private static func run(_ command: String, with settings: AllocatorSettings) {
        let parts = command.split(separator: ":", maxSplits: 1).map(String.init)
        let subject = parts.count == 2 ? parts[1] : ""
        switch parts[0] {
        case "back": settings.rollBack().forEach { print($0) }
        case "threads": print("\(ThreadsAtOnce.arenas(with: Int(subject) ?? 1)) arenas")
        case "block": print(HeapGrowth(megabytes: Int(subject) ?? 1))
        case "value": print(AllocatorValue.read(subject).map(String.init) ?? "unknown")
        case "race": SettingsRace.restored(knob(subject)).forEach { print($0 ?? -1) }
        default: settings.apply(values(command)).forEach { print($0) }
        }
    }

    private static func values(_ command: String) -> [AllocatorKnob: Int] {
        let pairs = command.split(separator: ",").map { $0.split(separator: "=").map(String.init) }
        return Dictionary(uniqueKeysWithValues: pairs.map { (knob($0[0]), Int($0[1]) ?? 0) })
    }

    private static func knob(_ name: String) -> AllocatorKnob {
        guard let knob = AllocatorKnob.all.first(where: { $0.name == name }) else { fatalError("no setting \(name)") }
        return knob
    }
}
