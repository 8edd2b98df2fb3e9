/// All that a check-up came to.
package struct CheckupReport: Sendable, Hashable, Codable {
    /// What was looked at: the machine, a process, a package.
    package var subject: String
    package var checks: [Check]

    package init(subject: String, checks: [Check]) {
        self.subject = subject
        self.checks = checks
    }

    package var findings: [Check] { checks.filter { $0.status == .finding } }

    /// Whether nothing was found.
    package var isSound: Bool { findings.isEmpty }
}
