extension AdmissionController {
    /// How much work is let in.
    public struct Configuration: Hashable, Sendable {
        /// Pieces of work that may be under way before any has ended: how many are let in unseen.
        public var initialWindow: Int
        /// The part of what the limit leaves free that work under way may take.
        public var share: Double
        /// Bytes of bodies that may be in flight at once; nil for ``share``, of which bodies up to 64 KiB need no room.
        public var bodyBytes: Int?
        /// What a body counts as that does not say how large it is, in bytes.
        public var unknownBodyBytes: Int
        /// How long work may wait.
        public var maximumWait: Duration
        /// How many may wait, each with those of the same priority and of higher ones.
        public var maximumWaiting: Int
        /// What those who are turned away are told.
        public var retryAfter: Duration

        public init(
            initialWindow: Int = 8,
            share: Double = 0.75,
            bodyBytes: Int? = nil,
            unknownBodyBytes: Int = 1 << 20,
            maximumWait: Duration = .seconds(5),
            maximumWaiting: Int = 4_096,
            retryAfter: Duration = .seconds(1)
        ) {
            self.initialWindow = initialWindow
            self.share = share
            self.bodyBytes = bodyBytes
            self.unknownBodyBytes = unknownBodyBytes
            self.maximumWait = maximumWait
            self.maximumWaiting = maximumWaiting
            self.retryAfter = retryAfter
        }

        /// What those are told who are turned away.
        func refusal(_ code: AdmissionRefusal.Code) -> AdmissionRefusal {
            AdmissionRefusal(code: code, retryAfter: retryAfter)
        }

        func validate() throws(MemoryTuningError) {
            guard initialWindow >= 1 else {
                throw MemoryTuningError.outOfRange("initial window", initialWindow, "1 or more")
            }
            guard share > 0, share <= 1 else {
                throw MemoryTuningError.outOfRange("admission share", share, "more than 0, at most 1")
            }
            if let bodyBytes, bodyBytes < 1 {
                throw MemoryTuningError.outOfRange("body bytes", bodyBytes, "1 or more, or nil")
            }
            guard unknownBodyBytes >= 0 else {
                throw MemoryTuningError.outOfRange("unknown body bytes", unknownBodyBytes, "0 or more")
            }
            guard maximumWait >= .zero else {
                throw MemoryTuningError.outOfRange("maximum wait", maximumWait, "no negative time")
            }
            guard maximumWaiting >= 0 else {
                throw MemoryTuningError.outOfRange("maximum waiting", maximumWaiting, "0 or more")
            }
            guard retryAfter >= .zero, retryAfter <= .seconds(86_400) else {
                throw MemoryTuningError.outOfRange("retry after", retryAfter, "from 0 to 86400 s")
            }
        }
    }
}
