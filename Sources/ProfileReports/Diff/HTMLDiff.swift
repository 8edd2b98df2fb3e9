internal import Profiles
internal import Quantities

/// Draws a diff as one HTML file that fetches nothing and needs no script.
public struct HTMLDiff: Sendable {
    private let currentDirectory: String?

    /// - Parameter currentDirectory: Source files below it are shown relative to it.
    public init(currentDirectory: String? = nil) {
        self.currentDirectory = currentDirectory
    }

    /// The page in UTF-8.
    public func bytes(_ diff: HeapDiff) -> [UInt8] {
        let text = DiffText(diff: diff, names: Names(currentDirectory: currentDirectory))
        let findings = text.findings.map { "<li>\(PageTemplate.escaped($0))</li>" }.joined(separator: "\n")
        let body = """
            <header><div class="heading"><h1>\(PageTemplate.escaped(diff.after.program.name)): what changed</h1>
            <p id="run">\(side("before", diff.before)); \(side("after", diff.after))</p></div></header>
            <main>
            <section><h2>What to look at first</h2>
            <ol id="findings">
            \(findings)
            </ol>
            <p>\(PageTemplate.escaped(text.totals))</p></section>
            \(table("Types", diff.types, text))
            \(table("Sites", diff.sites, text))
            <p class="hint">Bold: beyond what chance makes of \(diff.types.count + diff.sites.count) comparisons.
            Bytes in use at the end, as sampled.</p>
            </main>
            """
        return PageTemplate().page(title: "\(diff.after.program.name): what changed", body: Array(body.utf8))
    }

    private func side(_ title: String, _ report: HeapReport) -> String {
        PageTemplate.escaped("\(title): \(report.facts.recording ?? "?"), \(ExitText.run(report))")
    }

    private func table(_ title: String, _ entries: [DiffEntry], _ text: DiffText) -> String {
        guard !entries.isEmpty else { return "" }
        let largest = max(1, entries.map { abs($0.change) }.max() ?? 1)
        let rows = entries.prefix(500).map { entry in
            let name = PageTemplate.escaped(text.name(entry))
            let place = PageTemplate.escaped(text.place(entry) ?? "")
            let share = 100 * abs(entry.change) / largest
            let change = PageTemplate.escaped(DiffText.signed(entry.change))
            return """
                <tr\(entry.isBeyondChance ? " class=\"beyond\"" : "")>\
                <td class="share \(entry.change > 0 ? "grew" : "shrank")"><i style="width:\(share)%"></i>\(change)</td>\
                <td class="wide">\(PageTemplate.escaped(DiffText.interval(entry)))</td>\
                <td>\(Quantity.bytes(entry.before.bytes.count))</td><td>\(Quantity.bytes(entry.after.bytes.count))</td>\
                <td title="\(name)"><span class="name">\(name)</span><span class="place">\(place)</span></td></tr>
                """
        }
        let others = entries.count > 500 ? "<p class=\"hint\">and \(entries.count - 500) others</p>" : ""
        return """
            <section><h2>\(title)</h2><div class="table"><table><thead><tr><th scope="col">change</th>\
            <th scope="col" class="wide">95 % interval</th><th scope="col">before</th><th scope="col">after</th>\
            <th scope="col">\(title == "Types" ? "type" : "site")</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody></table></div>\(others)</section>
            """
    }
}
