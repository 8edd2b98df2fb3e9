/// Transparent huge pages (Documentation/admin-guide/mm/transhuge.rst of the kernel).
struct HugePagesCheck {
    private let files: SystemFiles

    init(_ files: SystemFiles) {
        self.files = files
    }

    var check: Check {
        guard let text = files.text("/sys/kernel/mm/transparent_hugepage/enabled") else {
            return Check(.hugePages, .unknown, "the kernel has none, or does not tell")
        }
        let mode = text.split(separator: " ").first { $0.hasPrefix("[") }?.dropFirst().dropLast()
        switch mode {
        case "always":
            return Check(
                .hugePages,
                .finding,
                "always: the kernel backs any memory with pages of 2 MiB",
                why: """
                    resident memory grows by up to 2 MiB where 4 KiB are used, and what the allocator gives back splits \
                    and merges pages, which stalls threads
                    """,
                fix:
                    "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, and at boot transparent_hugepage=madvise"
            )
        case "madvise", "never": return Check(.hugePages, .sound, "\(mode ?? "")")
        default: return Check(.hugePages, .unknown, "the kernel says '\(text.prefix(60))'")
        }
    }
}
