internal import Profiles
internal import Quantities

/// A stack as lines of text.
struct StackLines {
    let context: TerminalContext

    private static let mostLines = 16

    /// The frames, innermost first, with runs of frames that are not the program's own folded into one line.
    func lines(_ frames: [Frame]) -> [String] {
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
