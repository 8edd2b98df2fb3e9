import Foundation
import ProfileReports

/// Reads, draws and listens to the keyboard until the person has seen enough.
struct TopLoop: ~Copyable {
    private var screen: TerminalScreen
    private var state: TopState
    private let source: any TopSource
    private let signals: SignalWatch
    private let isColored: Bool
    private let answers = TopAnswers()
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var nextRead: ContinuousClock.Instant
    private var isReading = false
    private var keys = TopKeyReader()

    init(
        screen: consuming TerminalScreen,
        signals: SignalWatch,
        source: any TopSource,
        state: TopState,
        isColored: Bool
    ) {
        self.screen = screen
        self.signals = signals
        self.source = source
        self.state = state
        self.isColored = isColored
        start = clock.now
        nextRead = clock.now
    }

    /// - Returns: The signal that ended it; nil if it was a key.
    consuming func run() -> Int32? {
        draw()
        while true {
            if !isReading, clock.now >= nextRead { read() }
            wait()
            if let answer = answers.take() { accept(answer) }
            while let signal = signals.next() {
                switch signal {
                case SIGWINCH: draw(anew: true)
                case SIGTSTP: stop()
                default: return signal
                }
            }
            if handleKeys() { return nil }
        }
    }

    private mutating func read() {
        isReading = true
        nextRead = clock.now.advanced(by: .seconds(state.interval))
        let (source, answers) = (source, answers)
        Task.detached {
            do throws(TopTrouble) {
                answers.put(.success(try await source.read()))
            } catch {
                answers.put(.failure(error))
            }
        }
    }

    private mutating func accept(_ answer: Result<TopSnapshot, TopTrouble>) {
        isReading = false
        switch answer {
        case .success(let snapshot):
            state.trouble = nil
            state.add(snapshot, at: start.duration(to: clock.now) / .seconds(1))
        case .failure(let trouble): state.trouble = trouble.description
        }
        draw()
    }

    /// Until something happens or the next look is due.
    private func wait() {
        var files = [STDIN_FILENO, signals.descriptor, answers.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let pause = clock.now.duration(to: nextRead) / .milliseconds(1)
        let timeout = isReading ? 1_000 : Int32(min(max(0, pause.rounded(.up)), 60_000))
        poll(&files, nfds_t(files.count), timeout)
    }

    /// - Returns: Whether to quit.
    private mutating func handleKeys() -> Bool {
        var file = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&file, 1, 0) > 0 else { return false }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Foundation.read(STDIN_FILENO, &bytes, bytes.count)
        if count < 0 { return errno != EINTR && errno != EAGAIN }
        // The terminal is gone.
        if count == 0 { return true }
        // What belongs together arrives together, but for slow lines.
        var more = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        let isLast = poll(&more, 1, 25) == 0
        for key in keys.keys(Array(bytes.prefix(count)), isLast: isLast) {
            switch state.handle(key) {
            case .quit: return true
            case .redraw: draw(anew: true)
            case .readNow: nextRead = clock.now
            case .slower: setInterval(state.interval * 2)
            case .faster: setInterval(state.interval / 2)
            case nil: break
            }
        }
        draw()
        return false
    }

    private mutating func setInterval(_ seconds: Double) {
        state.interval = min(max(0.5, seconds), 64)
        nextRead = min(nextRead, clock.now.advanced(by: .seconds(state.interval)))
    }

    private mutating func draw(anew: Bool = false) {
        let size = screen.size
        let drawing = TopScreen(isColored: isColored, width: size.width, height: size.height)
        state.pageSize = drawing.pageSize
        screen.draw(drawing.lines(state), anew: anew)
    }

    /// Control-Z: the shell has the terminal until the process goes on.
    private mutating func stop() {
        screen.giveBack()
        kill(getpid(), SIGSTOP)
        screen.take()
        draw(anew: true)
    }
}
