extension EscapeReport {
    /// Names the package's own files by their paths below its folder.
    mutating func makeRelative() {
        let prefix = "\(package)/"
        let relative = { (position: SourcePosition) -> SourcePosition in
            guard position.file.hasPrefix(prefix) else { return position }
            var position = position
            position.file = String(position.file.dropFirst(prefix.count))
            return position
        }
        for index in findings.indices { findings[index].mapPositions(relative) }
        for index in folded.indices { folded[index].mapPositions(relative) }
        for index in freeFunctions.indices { freeFunctions[index].position = relative(freeFunctions[index].position) }
    }
}

extension EscapeFinding {
    fileprivate mutating func mapPositions(_ transform: (SourcePosition) -> SourcePosition) {
        position = position.map(transform)
        furtherPositions = furtherPositions.map(transform)
        alternatives = alternatives.map(transform)
        callers = callers.map(transform)
        for index in chain.indices { chain[index].position = chain[index].position.map(transform) }
    }
}
