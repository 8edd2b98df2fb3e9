/// One line of a check-up: what is the case, and where something should be done, why and how.
package struct Check: Sendable, Hashable, Codable {
    package var topic: CheckTopic
    package var status: CheckStatus
    /// What is the case.
    package var what: String
    /// Why it matters; nil where all is well.
    package var why: String?
    /// What to do about it; nil where nothing needs to be done.
    package var fix: String?
    /// Where the documentation says more.
    package var link: String

    init(_ topic: CheckTopic, _ status: CheckStatus, _ what: String, why: String? = nil, fix: String? = nil) {
        self.topic = topic
        self.status = status
        self.what = what
        self.why = why
        self.fix = fix
        link = topic.link
    }
}
