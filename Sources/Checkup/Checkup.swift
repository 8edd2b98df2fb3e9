/// A check-up of the machine, and of a process or a package on it: what will bite a Swift server, why, and what to do.
///
/// It reads the kernel's files and changes nothing.
package struct Checkup: Sendable {
    /// What to look at besides the machine.
    package enum Subject: Hashable, Sendable {
        case machine
        /// By its id.
        case process(Int)
        /// By its folder.
        case package(String)
    }

    private let files: SystemFiles

    package init(files: SystemFiles = SystemFiles()) {
        self.files = files
    }

    package func run(_ subject: Subject) throws(CheckupError) -> CheckupReport {
        switch subject {
        case .machine:
            return CheckupReport(subject: "this machine", checks: machine() + ControlGroupChecks(files, nil).all)
        case .process(let id):
            let process = try ProcessFacts(id, files: files)
            let checks =
                machine() + ControlGroupChecks(files, process).all + [SwapCheck(files).ofProcess(process)]
                + LimitChecks(files, process).all + AllocatorChecks(files, process).all + BinaryChecks.all(process)
            return CheckupReport(
                subject: "process \(id) (\(process.name)) and this machine",
                checks: checks.compactMap { $0 }
            )
        case .package(let folder):
            let programs = try PackagePrograms(folder)
            let checks = machine() + programs.checks
            return CheckupReport(subject: "the package in \(programs.folder) and this machine", checks: checks)
        }
    }

    private func machine() -> [Check] {
        [
            HugePagesCheck(files).check, OvercommitCheck(files).check, SwapCheck(files).ofMachine,
            SwapCheck(files).swappiness, PressureCheck(files).check,
        ]
    }
}
