internal import Profiles

/// A function and, where both fit, its place in the source.
struct LinePlace {
    let context: TerminalContext

    func text(_ frame: Frame?, room: Int) -> String {
        guard let frame else { return "unknown stack" }
        let name = context.names.function(frame)
        guard let place = context.names.place(frame) else { return DisplayWidth.cutMiddle(name, to: max(12, room)) }
        let base = place.split(separator: "/").last.map(String.init) ?? place
        let width = DisplayWidth.of(name) + 2
        for file in [place, base] where width + DisplayWidth.of(file) <= room {
            return name + "  " + context.style(.cyan, file)
        }
        // The end of a file's name tells more than its beginning, and a function's middle least.
        let file = DisplayWidth.cutStart(base, to: max(room / 2, room - width))
        let rest = room - DisplayWidth.of(file) - 2
        return DisplayWidth.cutMiddle(name, to: rest) + "  " + context.style(.cyan, file)
    }
}
