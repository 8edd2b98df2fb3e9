internal import Foundation

/// Whether building with a profile was worth it.
package struct ProfileGuidedReport: Sendable, Hashable, Codable {
    package enum Verdict: String, Sendable, Codable {
        case worthIt, notWorthIt, worse
    }

    package var product: String
    /// The program that was built with the profile.
    package var program: String
    /// The merged profile, for `swift build -Xswiftc -profile-use=`.
    package var profile: String
    package var runs: [PairedRun]
    /// CPU time with the profile against without; below 1 is better. nil with fewer than three rounds.
    package var cpu: Interval?
    /// Wall time in the same way.
    package var wall: Interval?
    package var verdict: Verdict

    package init(product: String, program: String, profile: String, runs: [PairedRun]) {
        self.product = product
        self.program = program
        self.profile = profile
        self.runs = runs
        cpu = Self.interval(runs) { $0.cpuSeconds }
        wall = Self.interval(runs) { $0.seconds }
        // CPU time comes first: it is what the compiler changes, and what the machine does else touches it least.
        let decisive = cpu ?? wall
        verdict = decisive.map { $0.isBelow ? .worthIt : $0.isAbove ? .worse : .notWorthIt } ?? .notWorthIt
    }

    private static func interval(_ runs: [PairedRun], _ cost: (PairedRun.Cost) -> Double) -> Interval? {
        Interval.ofRatios(
            runs.filter { cost($0.usual) > 0 && cost($0.guided) > 0 }.map { log(cost($0.guided) / cost($0.usual)) }
        )
    }
}
