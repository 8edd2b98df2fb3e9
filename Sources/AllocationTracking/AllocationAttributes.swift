/// What the counters of a scope are told apart by.
@usableFromInline
struct AllocationAttributes: Hashable, Sendable {
    /// The attribute beside the type.
    enum Detail: Hashable, Sendable {
        case preAllocated(Bool)
        case reallocation
    }

    let type: String
    let detail: Detail

    @usableFromInline
    init(_ type: String, preAllocated: Bool) {
        self.type = type
        detail = .preAllocated(preAllocated)
    }

    private init(type: String, detail: Detail) {
        self.type = type
        self.detail = detail
    }

    @usableFromInline static let reallocation = AllocationAttributes(type: "buffer", detail: .reallocation)

    /// As metrics have it.
    var dimension: (String, String) {
        switch detail {
        case .preAllocated(let value): ("pre_allocated", String(value))
        case .reallocation: ("reallocation", "true")
        }
    }
}
