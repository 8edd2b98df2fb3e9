/// Findings, with those that say the same as one.
struct FindingSet: Sendable {
    /// What findings share that are one for the reader.
    private struct Identity: Hashable {
        var module: String
        var state: AllocationState
        var kind: AllocationKind?
        var type: String?
        var subject: String?
        var position: SourcePosition?
        /// nil where the position says it: several functions can have the same line, as their copies for types do.
        var function: String?
        var coldPath: ColdPath?

        init(_ finding: EscapeFinding) {
            module = finding.module
            state = finding.state
            // What is called on several lines of a function is one finding with several places, whatever it needs there.
            let isCall = finding.state == .may && finding.subject != nil
            kind = isCall ? nil : finding.kind
            type = isCall ? nil : finding.type
            position = finding.state == .may ? nil : finding.position
            subject = finding.subject
            function = position != nil && finding.isLineKnown ? nil : finding.mangledName
            coldPath = finding.coldPath
        }
    }

    fileprivate struct LineInFunction: Hashable {
        var function: String
        var file: String
        var line: Int
    }

    private var findings: [Identity: EscapeFinding] = [:]

    var all: some Collection<EscapeFinding> { findings.values }

    mutating func insert(_ finding: EscapeFinding) {
        let identity = Identity(finding)
        if findings[identity]?.merge(finding) == nil { findings[identity] = finding }
    }

    /// Makes one of what may allocate for the same subject in several functions with the same line.
    mutating func joinPlaces() {
        var places: [Identity: Identity] = [:]
        for (identity, finding) in findings.sorted(by: { $0.value.mangledName < $1.value.mangledName })
        where finding.state == .may && finding.isLineKnown {
            var place = identity
            place.position = finding.position
            place.function = nil
            guard let first = places[place] else {
                places[place] = identity
                continue
            }
            findings[first]?.merge(finding)
            findings[identity] = nil
        }
    }

    /// Takes away what may allocate for a subject on lines where it does in any case.
    mutating func removeTold(of subject: String) {
        let told = Set(all.lazy.filter { $0.state == .heap && $0.subject == subject }.compactMap(\.lineInFunction))
        for (identity, finding) in findings where finding.state == .may && finding.subject == subject {
            let places = ([finding.position].compactMap { $0 } + finding.furtherPositions).filter {
                !told.contains(LineInFunction(function: finding.mangledName, file: $0.file, line: $0.line))
            }
            findings[identity]?.position = places.first
            findings[identity]?.furtherPositions = Array(places.dropFirst())
            if places.isEmpty, finding.position != nil { findings[identity] = nil }
        }
    }

    /// Adds findings without a line to what their functions' lines say, by the functions' names.
    mutating func add(lineless: [String: [EscapeFinding]]) {
        for (identity, finding) in findings where finding.state == .may && finding.isLineKnown && !finding.isFolded {
            for other in lineless[finding.mangledName] ?? [] { findings[identity]?.merge(bearersOf: other) }
        }
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
    fileprivate var lineInFunction: FindingSet.LineInFunction? {
        position.map { FindingSet.LineInFunction(function: mangledName, file: $0.file, line: $0.line) }
    }

    /// Takes in another that says the same.
    fileprivate mutating func merge(_ other: EscapeFinding) {
        callCount += other.callCount
        takeName(other)
        if kind.vagueness > other.kind.vagueness { kind = other.kind }
        if type != other.type { type = nil }
        if state == .may {
            for place in [other.position] + other.furtherPositions { add(place: place, isKnown: other.isLineKnown) }
        }
        merge(bearersOf: other)
        isDirect = isDirect == true || other.isDirect == true ? true : isDirect
        isStackLimitExceeded = isStackLimitExceeded || other.isStackLimitExceeded
        if bytes != other.bytes { bytes = nil }
    }

    /// Of several functions with the line, what was declared has the shortest name.
    private mutating func takeName(_ other: EscapeFinding) {
        let names = [mangledName, other.mangledName].map { ($0.utf8.count, $0) }
        if names[1] < names[0] { (mangledName, function) = (other.mangledName, other.function) }
    }

    /// Takes in who bears the code and who calls it.
    fileprivate mutating func merge(bearersOf other: EscapeFinding) {
        copies = Set(copies + other.copies).sorted()
        callers = Set(callers + other.callers).sorted()
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

extension AllocationKind {
    /// Of several kinds, the one with the least says most; no two have the same.
    fileprivate var vagueness: Int {
        switch self {
        case .coroutineFrame: Self.allCases.count + 1
        case .libraryCall: Self.allCases.count
        default: Self.allCases.firstIndex(of: self) ?? 0
        }
    }
}
