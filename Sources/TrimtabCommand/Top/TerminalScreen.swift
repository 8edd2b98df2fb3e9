import Foundation
import TrimtabCommands

/// The terminal while `trimtab top` has it: the alternate screen, without echo, with the cursor hidden.
///
/// Whatever happens it is given back as it was: at the end of the value, before a stop, and before a signal ends the process.
struct TerminalScreen: ~Copyable {
    private let before: termios
    private var shown: [String] = []
    private var isTaken = false

    /// - Returns: nil where standard input or output is no terminal.
    init?() {
        var state = termios()
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, tcgetattr(STDIN_FILENO, &state) == 0 else {
            return nil
        }
        before = state
        take()
    }

    deinit { Self.giveBack(before, isTaken: isTaken) }

    /// Takes the terminal, at first and after a stop.
    mutating func take() {
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
        // Control-C and the like stay signals, as everywhere.
        raw.c_iflag &= ~tcflag_t(IXON | ICRNL)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
        // The alternate screen; the cursor hidden; no wrapping at the right edge.
        writeAll("\u{1b}[?1049h\u{1b}[?25l\u{1b}[?7l\u{1b}[2J", to: STDOUT_FILENO)
        isTaken = true
        shown = []
    }

    /// Gives the terminal back for a while.
    mutating func giveBack() {
        Self.giveBack(before, isTaken: isTaken)
        isTaken = false
    }

    private static func giveBack(_ before: termios, isTaken: Bool) {
        guard isTaken else { return }
        writeAll("\u{1b}[?7h\u{1b}[?25h\u{1b}[?1049l", to: STDOUT_FILENO)
        var state = before
        tcsetattr(STDIN_FILENO, TCSADRAIN, &state)
    }

    var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Draws lines from the top; what has not changed is not written, and the rest in one piece.
    mutating func draw(_ lines: [String], anew: Bool = false) {
        var text = ""
        if anew || lines.count != shown.count {
            text = "\u{1b}[2J"
            shown = []
        }
        for (number, line) in lines.enumerated() where shown.isEmpty || shown[number] != line {
            // Cleared first: behind the last column there is nothing to clear but that column.
            text += "\u{1b}[\(number + 1);1H\u{1b}[K\(line)"
        }
        shown = lines
        guard !text.isEmpty else { return }
        // Terminals that know it show all of it at once.
        writeAll("\u{1b}[?2026h\(text)\u{1b}[?2026l", to: STDOUT_FILENO)
    }
}
