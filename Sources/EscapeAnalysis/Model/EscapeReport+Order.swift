extension EscapeReport {
    /// Puts findings in the order of files and lines.
    mutating func sort() {
        findings.sort { $0.sortKey < $1.sortKey }
        folded.sort { $0.sortKey < $1.sortKey }
        freeFunctions.sort { ($0.module, $0.mangledName) < ($1.module, $1.mangledName) }
    }
}

extension EscapeFinding {
    /// Orders by place first; the rest makes the order certain.
    fileprivate var sortKey: (String, Int, Int, String, String, String) {
        (
            position?.file ?? "\u{10ffff}", position?.line ?? 0, position?.column ?? 0,
            "\(state.rawValue) \(kind.rawValue) \(coldPath?.rawValue ?? "")", mangledName,
            "\(type ?? "") \(subject ?? "")"
        )
    }
}
