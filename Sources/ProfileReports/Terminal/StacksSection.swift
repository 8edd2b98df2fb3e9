internal import Profiles
internal import Quantities

/// How the program came to the lines that use most.
struct StacksSection {
    let context: TerminalContext

    private static let stacks = 3
    private static let mostLines = 16

    var lines: [String] {
        let order = context.report.estimated.inUse.bytes.count > 0 ? \SiteUse.inUse : \SiteUse.allocated
        let top = context.report.lines
            .filter { $0.use[keyPath: order].bytes.count > 0 && !$0.sites.isEmpty }
            .sorted { $0.use[keyPath: order].bytes.count > $1.use[keyPath: order].bytes.count }
            .prefix(Self.stacks)
        guard !top.isEmpty else { return [] }
        var lines = [context.style(.bold, "STACKS")]
        for line in top {
            let sites = line.sites.map { context.report.sites[$0] }
            guard let site = sites.max(by: { bytes($0, order) < bytes($1, order) }) else { continue }
            var heading = Quantity.bytes(bytes(site, order)) + (order == \SiteUse.inUse ? " in use" : " allocated")
            if let type = site.type { heading += ", \(context.names.type(type))" }
            if line.sites.count > 1 {
                heading += ", the largest of \(Quantity.count(line.sites.count, "stack")) to this line"
            }
            if !site.threads.isEmpty {
                let names = site.threads.prefix(3).map { DisplayWidth.printable(ThreadName.text(of: $0)) }
                let threads = names.joined(separator: ", ")
                heading += ", \(site.threads.count == 1 ? "thread" : "threads") \(threads)"
                if site.threads.count > 3 { heading += " and \(site.threads.count - 3) more" }
            }
            lines.append("  " + DisplayWidth.cutEnd(heading, to: context.width - 2))
            lines += stack(site.frames).map { "    " + $0 }
        }
        return lines
    }

    private func bytes(_ site: ReportSite, _ order: KeyPath<SiteUse, Measure>) -> Int {
        site.use[keyPath: order].bytes.count
    }

    /// The frames, innermost first, with runs of frames that are not the program's own folded into one line.
    private func stack(_ frames: [Frame]) -> [String] {
        guard !frames.isEmpty else { return ["unknown stack"] }
        var lines: [String] = []
        var index = frames.startIndex
        while index < frames.endIndex {
            guard lines.count < Self.mostLines else {
                lines.append(context.style(.faint, "… \(Quantity.count(frames.count - index, "more frame"))"))
                break
            }
            if frames[index].origin == .application {
                let end = frames[index...].firstIndex { $0 != frames[index] } ?? frames.endIndex
                lines.append(frame(frames[index], times: end - index))
                index = frames[end...].firstIndex { !isForwarder($0, of: frames[index]) } ?? frames.endIndex
            } else {
                let end = frames[index...].firstIndex { $0.origin == .application } ?? frames.endIndex
                lines.append(folded(frames[index..<end]))
                index = end
            }
        }
        return lines
    }

    /// A function that calls itself from one line stands there once.
    private func frame(_ frame: Frame, times: Int) -> String {
        let room = context.width - 4
        let name = context.names.function(frame) + (times > 1 ? " (\(Quantity.count(times)) times)" : "")
        guard let place = context.names.place(frame) else { return DisplayWidth.cutMiddle(name, to: room) }
        let file = DisplayWidth.cutStart(place, to: max(room / 2, room - DisplayWidth.of(name) - 2))
        let rest = room - DisplayWidth.of(file) - 2
        return DisplayWidth.cutMiddle(name, to: rest) + "  " + context.style(.cyan, file)
    }

    /// A partial application has its closure's name and a line at most of the compiler's own.
    private func isForwarder(_ frame: Frame, of called: Frame) -> Bool {
        frame.line == nil && context.names.function(frame) == context.names.function(called)
    }

    /// The outermost of them is what the program called.
    private func folded(_ frames: ArraySlice<Frame>) -> String {
        guard let called = frames.last else { return "" }
        let others = frames.count - 1
        let name = DisplayWidth.cutMiddle(context.names.function(called), to: context.width - 36)
        return context.style(
            .faint,
            "… \(name)" + (others > 0 ? " and \(Quantity.count(others, "runtime frame"))" : "")
        )
    }
}
