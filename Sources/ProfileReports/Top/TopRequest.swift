/// What a key asks of the one who reads and draws.
package enum TopRequest: Hashable, Sendable {
    case quit
    case redraw
    case readNow
    /// Read half as often, or twice as often.
    case slower, faster
}
