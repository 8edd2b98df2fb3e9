internal import Profiles

/// Finds the finding that a stack trace leads to.
struct FindingPlaces {
    private struct Place: Hashable {
        var file: String
        var line: Int
    }

    private let findings: [EscapeFinding]
    private let package: String
    private var byPlace: [Place: [Int]] = [:]
    private var byFunction: [String: [Int]] = [:]
    private var files: Set<String> = []
    /// Paths of profiles, and the package's file that each is; nil for others'.
    private var known: [String: String?] = [:]

    init(_ findings: [EscapeFinding], package: String) {
        self.findings = findings
        self.package = package
        for (index, finding) in findings.enumerated() where finding.state != .stack && finding.state != .static {
            for place in [finding.position].compactMap({ $0 }) + finding.furtherPositions + finding.alternatives {
                files.insert(place.file)
                if finding.isLineKnown { byPlace[Place(file: place.file, line: place.line), default: []].append(index) }
            }
            for name in Set(finding.copies + [finding.mangledName]) { byFunction[name, default: []].append(index) }
        }
    }

    /// - Parameter frames: Innermost first.
    /// - Returns: nil if no frame is in a file with findings; an inner nil if the first that is has none there.
    mutating func finding(at frames: [Frame]) -> Int?? {
        for (number, frame) in frames.enumerated() where frame.origin == .application {
            guard let path = frame.file, let line = frame.line, let file = file(of: path) else {
                // Code that the compiler made has no line, but a name.
                if let index = best(byFunction[frame.mangledName] ?? [], frames: frames[...number], isLine: false) {
                    return .some(index)
                }
                continue
            }
            let here = byPlace[Place(file: file, line: line)] ?? []
            return .some(best(here, frames: frames[...number], isLine: true))
        }
        return nil
    }

    /// Of several findings on one line the one whose function is on the stack below it, or which surely allocates.
    private func best(_ candidates: [Int], frames: ArraySlice<Frame>, isLine: Bool) -> Int? {
        let names = Set(frames.map(\.mangledName))
        return candidates.filter { isLine || !findings[$0].isLineKnown }.max { first, second in
            rank(findings[first], names) < rank(findings[second], names)
        }
    }

    private func rank(_ finding: EscapeFinding, _ names: Set<String>) -> Int {
        var rank = finding.state == .heap ? 1 : 0
        if names.contains(finding.mangledName) { rank += 2 }
        if finding.chain.contains(where: { $0.position == nil && names.contains($0.mangledName) }) { rank += 4 }
        return rank
    }

    /// The package's file at a path, which may be that of a copy elsewhere.
    private mutating func file(of path: String) -> String? {
        if let found = known[path] { return found }
        var result: String?
        if path.hasPrefix("\(package)/") {
            let relative = String(path.dropFirst(package.count + 1))
            result = relative.hasPrefix(".build/") ? nil : relative
        } else if path.firstRange(of: "/.build/") == nil {
            result = files.filter { path.hasSuffix("/\($0)") }.max { $0.count < $1.count }
        }
        known[path] = .some(result)
        return result
    }
}
