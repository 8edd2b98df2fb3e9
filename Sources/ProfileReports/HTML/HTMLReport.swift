internal import Foundation
public import Profiles

/// Draws a heap report as one HTML file that fetches nothing: findings, memory over time, flame graph, types and sites.
///
/// The page selects and sums by itself, so it holds the profile's sites and samples, not only the report.
public struct HTMLReport: Sendable {
    private let currentDirectory: String?

    /// - Parameter currentDirectory: Source files below it are shown relative to it.
    public init(currentDirectory: String? = nil) {
        self.currentDirectory = currentDirectory
    }

    /// The page in UTF-8.
    /// - Parameters:
    ///   - report: Of `profile`.
    ///   - profile: Symbolicated, or the page names addresses.
    ///   - reasons: Why the profile's sites allocate, by their index, where it is known.
    public func bytes(
        _ report: HeapReport,
        of profile: HeapProfile,
        reasons: [Int: StaticReason] = [:]
    ) throws(JSONReport.EncodingFailure) -> [UInt8] {
        let data = try data(report, of: profile, reasons: reasons)
        return PageTemplate().page(title: "\(report.program.name): memory", data: data)
    }

    /// What the page's scripts get: JSON.
    package func data(
        _ report: HeapReport,
        of profile: HeapProfile,
        reasons: [Int: StaticReason] = [:]
    ) throws(JSONReport.EncodingFailure) -> some Collection<UInt8> {
        let names = Names(currentDirectory: currentDirectory)
        do {
            return try JSONEncoder().encode(PageData(report, profile: profile, reasons: reasons, names: names))
        } catch {
            throw JSONReport.EncodingFailure(description: "cannot write the page: \(error)")
        }
    }
}
