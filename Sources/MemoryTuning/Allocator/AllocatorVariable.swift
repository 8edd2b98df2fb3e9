/// Where whoever starts a process may have set an allocator's setting.
///
/// A value that the allocator cannot read counts, too: whoever wrote it is to be asked, not overruled.
enum AllocatorVariable {
    /// A variable of its own.
    case own(String)
    /// A part of `GLIBC_TUNABLES`, such as `glibc.malloc.arena_max=2:glibc.malloc.check=3`.
    case tunable(String)
    /// A part of jemalloc's `MALLOC_CONF`, such as `narenas:1,dirty_decay_ms:1000`.
    case option(String)

    var name: String {
        switch self {
        case .own(let name): name
        case .tunable: "GLIBC_TUNABLES"
        case .option: "MALLOC_CONF"
        }
    }

    func isSet(in environment: [String: String]) -> Bool {
        guard let text = environment[name], !text.isEmpty else { return false }
        return switch self {
        case .own: true
        case .tunable(let tunable): Self.has(tunable, in: text)
        case .option(let option): Self.has(option, among: text)
        }
    }

    /// glibc passes over what is no name and value.
    private static func has(_ tunable: String, in text: String) -> Bool {
        text.split(separator: ":").contains { $0.hasPrefix("\(tunable)=") && $0.last != "=" }
    }

    /// jemalloc reads no further than to the first part that is no name and value.
    private static func has(_ option: String, among text: String) -> Bool {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = part.prefix { $0 != ":" }
            guard name.endIndex < part.endIndex, name.utf8.allSatisfy(isOfName) else { return false }
            if name == option, part.last != ":" { return true }
        }
        return false
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
