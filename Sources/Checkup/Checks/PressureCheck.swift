/// Pressure stall information (Documentation/accounting/psi.rst of the kernel).
struct PressureCheck {
    private let files: SystemFiles

    init(_ files: SystemFiles) {
        self.files = files
    }

    var check: Check {
        // Where it is switched off the file is there and cannot be read.
        if let text = files.text("/proc/pressure/memory"), text.hasPrefix("some") {
            return Check(.pressure, .sound, "available")
        }
        return Check(
            .pressure,
            .finding,
            "not available",
            why: "nothing tells how much time is lost for want of memory: the memory tuner sees trouble later",
            fix: "boot with psi=1, on a kernel with CONFIG_PSI; in a container ask whoever runs the host"
        )
    }
}
