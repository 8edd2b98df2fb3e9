/// What a SIL instruction allocates.
struct AllocatedThing: Hashable, Sendable {
    var kind: AllocationKind
    var type: String?
    /// The variable or function that it is about.
    var subject: String?

    /// nil for an instruction that allocates nothing by itself.
    init?(_ instruction: SILInstruction, line: Int, in file: SILFile) {
        let arguments = instruction.arguments
        switch instruction.operation {
        case "alloc_ref", "alloc_ref_dynamic":
            let name = Self.type(in: arguments, last: true)
            self.init(kind: Self.kind(ofClass: name), type: name)
        case "alloc_box":
            let variable = arguments.firstRange(of: "name \"").map { arguments[$0.upperBound...].prefix { $0 != "\"" } }
            let isPayload = variable == nil && Self.isPayload(instruction, line: line, in: file)
            self.init(
                kind: isPayload ? .indirectEnum : .capturedVariable,
                type: Self.boxed(arguments),
                subject: variable.map(String.init)
            )
        case "alloc_existential_box":
            self.init(kind: .errorBox, type: Self.type(in: arguments, last: true))
        case "init_existential_addr":
            self.init(kind: .existentialBox, type: Self.type(in: arguments, last: true))
        case "partial_apply":
            self.init(kind: .closureContext, subject: Self.function(arguments, line: line, in: file))
        case "global_value":
            let name = Self.type(in: arguments, last: true)
            self.init(kind: Self.kind(ofClass: name), type: name)
        case "builtin allocRaw":
            self.init(kind: .rawAllocation)
        default:
            guard instruction.operation.hasPrefix("builtin ") else { return nil }
            let name = instruction.operation.dropFirst("builtin ".count)
            if name.hasPrefix("startAsyncLet") {
                self.init(kind: .asyncLet)
            } else if name.hasPrefix("createAsyncTask") || name.hasPrefix("createTask")
                || name.hasPrefix("createAsyncDiscardingTask") || name.hasPrefix("createDiscardingTask")
            {
                self.init(kind: .task)
            } else {
                return nil
            }
        }
    }

    private init(kind: AllocationKind, type: String? = nil, subject: String? = nil) {
        self.kind = kind
        self.type = type
        self.subject = subject
    }

    private static func kind(ofClass name: String?) -> AllocationKind {
        guard let name else { return .classInstance }
        let base = name.prefix { $0 != "<" }
        return storages.first { base.hasSuffix($0.suffix) }?.kind ?? .classInstance
    }

    private static let storages: [(suffix: String, kind: AllocationKind)] = [
        ("ContiguousArrayStorage", .arrayStorage), ("_DictionaryStorage", .dictionaryStorage),
        ("_SetStorage", .setStorage), ("__StringStorage", .stringStorage), ("__SharedStringStorage", .stringStorage),
    ]

    /// The last, or the first, `$Type` of the operands.
    private static func type(in arguments: Substring, last: Bool) -> String? {
        guard let place = last ? arguments.lastRange(of: "$") : arguments.firstRange(of: "$") else { return nil }
        let text = arguments[place.upperBound...]
        return text.isEmpty ? nil : String(text)
    }

    /// The type in `${ var Type }`, whatever attributes it has.
    private static func boxed(_ arguments: Substring) -> String? {
        guard let open = arguments.firstIndex(of: "{"), let close = arguments.lastIndex(of: "}"), open < close else {
            return nil
        }
        var text = arguments[arguments.index(after: open)..<close]
        for prefix in [" var ", " let "] where text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
        while text.last == " " { text.removeLast() }
        return text.isEmpty ? nil : String(text)
    }

    /// Does the box become the payload of an enum's case?
    private static func isPayload(_ instruction: SILInstruction, line: Int, in file: SILFile) -> Bool {
        guard let result = instruction.result, let function = file.function(atLine: line) else { return false }
        for number in line...min(function.lines.upperBound, line + 400) {
            let text = file.text(ofLine: number)
            guard text.firstRange(of: " = enum $") != nil || text.firstRange(of: "init_enum_data_addr") != nil else {
                continue
            }
            for end in [" ", ",", " :"] where text.firstRange(of: ", \(result)\(end)") != nil { return true }
        }
        return false
    }

    /// The function that a `partial_apply` takes, by the linker's name.
    private static func function(_ arguments: Substring, line: Int, in file: SILFile) -> String? {
        let value = arguments.prefix { $0 != "(" && $0 != "<" && $0 != " " }
        guard value.first == "%", let text = file.definition(of: value, before: line, most: 200)?.text,
            text.firstRange(of: "function_ref @") != nil, let at = text.firstIndex(of: "@")
        else { return nil }
        return String(text[text.index(after: at)...].prefix { $0 != " " })
    }
}
