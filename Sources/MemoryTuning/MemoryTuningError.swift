/// Why a setting of memory tuning was refused.
public struct MemoryTuningError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is. More may be added.
    public struct Code: Hashable, Sendable {
        private enum Kind { case invalidSetting, alreadyRunning }

        private let kind: Kind

        /// A setting has a value that makes no sense.
        public static let invalidSetting = Code(kind: .invalidSetting)
        /// The service runs already.
        public static let alreadyRunning = Code(kind: .alreadyRunning)
    }

    public var code: Code
    /// Which setting it is, as in `memory limit`.
    public var setting: String
    /// What is wrong and what to do about it, in one line.
    public var reason: String

    public init(_ code: Code, setting: String, reason: String) {
        self.code = code
        self.setting = setting
        self.reason = reason
    }

    /// - Parameters:
    ///   - value: What was given.
    ///   - allowed: What may be given, as in `1 or more`.
    static func outOfRange(_ setting: String, _ value: some Any, _ allowed: String) -> MemoryTuningError {
        MemoryTuningError(.invalidSetting, setting: setting, reason: "\(value) is out of range; give \(allowed)")
    }

    /// One line: the setting, what is wrong with it, what to do.
    public var description: String { "\(setting): \(reason)" }
}
