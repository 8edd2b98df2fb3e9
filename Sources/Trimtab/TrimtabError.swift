/// Why ``TrimtabService`` could not be made.
public struct TrimtabError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind { case invalidSetting, settingTooLate }

        private let kind: Kind

        /// A setting has a value that makes no sense.
        public static let invalidSetting = Code(kind: .invalidSetting)
        /// A setting is there for the hooks, which have read theirs from the environment before.
        public static let settingTooLate = Code(kind: .settingTooLate)
    }

    public var code: Code
    /// Which setting it is, as in `trimtab.memory.limit (TRIMTAB_MEMORY_LIMIT)`.
    public var setting: String
    /// What is wrong with which value, and what is allowed, in one line.
    public var reason: String

    public init(_ code: Code, setting: String, reason: String) {
        self.code = code
        self.setting = setting
        self.reason = reason
    }

    /// One line: the setting, its value, what is allowed.
    public var description: String { "\(setting): \(reason)" }
}
