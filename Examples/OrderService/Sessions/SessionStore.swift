#if Server

/// The sessions of everybody who is logged in, by token. A session ends when it was not used for a while.
actor SessionStore {
    /// The store of this process, which lives as long as the process: what leaks in it is still there at exit.
    static let shared = SessionStore(lifetime: .seconds(2))

    private var sessions: [String: Session] = [:]
    /// The fault behind `--leak-sessions`: ended sessions are kept for a report that nobody ever wrote, so nothing
    /// ever empties this.
    private var archive: [String: Session] = [:]

    private let lifetime: Duration
    private var archivesEndedSessions = false

    /// - Parameter lifetime: how long a session lives on after its last use.
    init(lifetime: Duration) {
        self.lifetime = lifetime
    }

    /// From now on, leaks the sessions that end.
    func archiveEndedSessions() {
        archivesEndedSessions = true
    }

    /// Starts a session.
    /// - Returns: the token that the customer's requests shall bear.
    func logIn(customer: String, now: ContinuousClock.Instant = .now) -> String {
        let token = Self.makeToken()
        sessions[token] = Session(customer: customer, now: now)
        return token
    }

    /// Adds a request to the history of the token's session.
    /// - Returns: false if no session of that token is alive.
    func record(_ event: SessionEvent, token: String) -> Bool {
        guard let session = sessions[token], !hasEnded(session, now: event.at) else { return false }
        session.record(event)
        return true
    }

    /// Removes every session that has ended.
    func removeEnded(now: ContinuousClock.Instant = .now) {
        let ended = sessions.filter { hasEnded($0.value, now: now) }
        ended.forEach { remove($0.value, token: $0.key) }
    }

    /// Ends and removes every session.
    func removeAll() {
        sessions.forEach { remove($0.value, token: $0.key) }
    }

    private func remove(_ session: Session, token: String) {
        sessions[token] = nil
        if archivesEndedSessions {
            archive[token] = session
        }
    }

    private func hasEnded(_ session: Session, now: ContinuousClock.Instant) -> Bool {
        session.lastUsed.duration(to: now) > lifetime
    }

    private static func makeToken() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

#endif
