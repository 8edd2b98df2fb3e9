/// How many processors there are, and how many a process may use.
enum ProcessorCount {
    /// Those of the machine that run: what glibc makes its arenas for, whatever the control group allows.
    static func online(_ files: SystemFiles) -> Int? {
        guard let text = files.text("/sys/devices/system/cpu/online") else { return nil }
        // As in 0-3,8-11.
        var count = 0
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, last >= first, last < 1 << 20 else {
                return nil
            }
            count += last - first + 1
        }
        return count > 0 ? count : nil
    }

    /// How many processors' time the control group grants; nil without a limit.
    static func quota(_ files: SystemFiles, process: Int) -> Double? {
        guard let group = ControlGroupFolders(controller: "cpu", process: "\(process)", files: files) else {
            return nil
        }
        return group.folders.compactMap { folder -> Double? in
            let numbers: [Int?]
            if group.version == 1 {
                numbers = [files.number("\(folder)/cpu.cfs_quota_us"), files.number("\(folder)/cpu.cfs_period_us")]
            } else {
                numbers = (files.text("\(folder)/cpu.max") ?? "").split(separator: " ").map { Int($0) }
            }
            guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0 else {
                return nil
            }
            return Double(quota) / Double(period)
        }.min()
    }
}
