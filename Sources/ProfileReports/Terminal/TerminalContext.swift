/// What every section of the terminal report is drawn with.
struct TerminalContext {
    let report: HeapReport
    let names: Names
    let style: TerminalStyle
    let width: Int
    let top: Int
}
