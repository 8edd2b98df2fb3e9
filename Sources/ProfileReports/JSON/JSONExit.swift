/// How the program ended: `status` or `signal`, never both.
struct JSONExit: Encodable {
    let status: Int?
    let signal: Int?
    let oomKilled: Bool

    init(_ exit: ProgramExit) {
        switch exit.cause {
        case .status(let number): (status, signal) = (number, nil)
        case .signal(let number): (status, signal) = (nil, number)
        }
        oomKilled = exit.isOutOfMemoryKill
    }
}
