internal import Profiles

/// Leads from copies of the package's functions in other modules to what was declared.
struct GenericOrigins {
    private let places: [Substring: SourcePosition]

    /// - Parameter declarations: Of all modules, by the linker's name.
    init(_ declarations: [[String: SourcePosition]]) {
        var places: [Substring: SourcePosition] = [:]
        for (name, place) in declarations.joined() { places[Substring(name)] = place }
        self.places = places
    }

    /// The declared function whose copy this one is: its name begins that of the copy.
    func origin(of copy: String) -> (name: String, place: SourcePosition)? {
        guard FunctionName.isSpecialization(copy) else { return nil }
        var name = Substring(copy)
        while name.utf8.count > 4 {
            if let place = places[name] { return (String(name), place) }
            name = name[..<name.utf8.index(before: name.endIndex)]
        }
        return nil
    }

    /// Names what was declared where a finding is in a copy, with its place, and makes one of those in several copies.
    ///
    /// Where lines of a function say that it may allocate, what may in it or in a copy of it and has no line says no more:
    /// those lines bear its callers.
    func name(_ report: inout EscapeReport) {
        let told = Set(report.findings.lazy.filter { $0.state == .may && $0.isLineKnown }.map(\.mangledName))
        var findings = FindingSet()
        var lineless: [String: [EscapeFinding]] = [:]
        for finding in (report.findings + report.folded).map(named) {
            if finding.state == .may, !finding.isLineKnown, !finding.isFolded, told.contains(finding.mangledName) {
                lineless[finding.mangledName, default: []].append(finding)
            } else {
                findings.insert(finding)
            }
        }
        findings.add(lineless: lineless)
        findings.joinPlaces()
        report.findings = findings.all.filter { !$0.isFolded }
        report.folded = findings.all.filter(\.isFolded)
    }

    private func named(_ finding: EscapeFinding) -> EscapeFinding {
        guard !finding.isLineKnown, let (name, place) = origin(of: finding.mangledName) else { return finding }
        var finding = finding
        finding.mangledName = name
        finding.function = Demangler.shortName(of: name) ?? name
        finding.position = place
        return finding
    }
}
