/// Findings, with those that say the same as one.
struct FindingSet: Sendable {
    /// What findings share that are one for the reader.
    private struct Identity: Hashable {
        var module: String
        var state: AllocationState
        var kind: AllocationKind
        var type: String?
        var subject: String?
        var position: SourcePosition?
        var function: String
        var coldPath: ColdPath?

        init(_ finding: EscapeFinding) {
            module = finding.module
            state = finding.state
            kind = finding.kind
            type = finding.type
            subject = finding.subject
            // What is called on several lines of a function is one finding with several places.
            position = finding.state == .may ? nil : finding.position
            function = finding.mangledName
            coldPath = finding.coldPath
        }
    }

    private var findings: [Identity: EscapeFinding] = [:]

    var all: some Collection<EscapeFinding> { findings.values }

    mutating func insert(_ finding: EscapeFinding) {
        let identity = Identity(finding)
        if findings[identity]?.merge(finding) == nil { findings[identity] = finding }
    }

    /// Adds the lines that call the functions of each finding.
    mutating func setCallers(_ callers: (String) -> [SourcePosition]) {
        for (identity, finding) in findings {
            let lines = Set(finding.copies.flatMap(callers))
            if !lines.isEmpty { findings[identity]?.callers = lines.sorted() }
        }
    }
}

extension EscapeFinding {
    /// Takes in another that says the same.
    fileprivate mutating func merge(_ other: EscapeFinding) {
        callCount += other.callCount
        if state == .may {
            for place in [other.position] + other.furtherPositions { add(place: place, isKnown: other.isLineKnown) }
        }
        copies = Set(copies + other.copies).sorted()
        callers = Set(callers + other.callers).sorted()
        isDirect = isDirect == true || other.isDirect == true ? true : isDirect
        isStackLimitExceeded = isStackLimitExceeded || other.isStackLimitExceeded
        if bytes != other.bytes { bytes = nil }
    }

    /// Adds a line with the same call; the first in the file is the finding's own. Lines that are not the call's own
    /// give way to those that are.
    private mutating func add(place: SourcePosition?, isKnown: Bool) {
        guard isKnown || !isLineKnown, let place else { return }
        if isKnown, !isLineKnown {
            (position, furtherPositions, isLineKnown) = (place, [], true)
            return
        }
        let places = Set(furtherPositions + [position, place].compactMap { $0 }).sorted()
        position = places.first
        furtherPositions = Array(places.dropFirst())
    }
}
