/// Finds lines, functions, scopes and allocating operations of a SIL file in one pass over its bytes.
struct SILIndex {
    private(set) var functions: [SILFunction] = []
    private(set) var scopes: [Int: SILScope] = [:]
    /// Where functions are declared, by the linker's name.
    private(set) var declarations: [String: SILLocation] = [:]
    private(set) var unknownLines = 0
    private var open: SILFunction?

    /// Reads all lines and returns where each begins.
    mutating func read(_ bytes: [UInt8]) -> [Int] {
        var starts: [Int] = []
        starts.reserveCapacity(bytes.count / 60)
        bytes.withUnsafeBufferPointer { buffer in
            var start = 0
            while start < buffer.count {
                starts.append(start)
                var end = start
                while end < buffer.count, buffer[end] != UInt8(ascii: "\n") { end += 1 }
                read(UnsafeBufferPointer(rebasing: buffer[start..<end]), number: starts.count)
                start = end + 1
            }
        }
        return starts
    }

    private mutating func read(_ line: UnsafeBufferPointer<UInt8>, number: Int) {
        guard line.count > 1 else { return }
        switch line[0] {
        case UInt8(ascii: " "):
            if open != nil, Self.canAllocate(line) { open?.allocations.append(number) }
        case UInt8(ascii: "b") where line[1] == UInt8(ascii: "b"):
            open?.blocks.append(number)
        case UInt8(ascii: "s"):
            readHead(Substring(decoding: line, as: UTF8.self), number: number)
        case UInt8(ascii: "}"):
            guard var function = open else { return }
            function.lines = function.lines.lowerBound...number
            functions.append(function)
            open = nil
        default: break
        }
    }

    private mutating func readHead(_ line: Substring, number: Int) {
        if line.hasPrefix("sil_scope ") {
            guard let (number, scope) = SILScope.parse(line) else {
                unknownLines += 1
                return
            }
            scopes[number] = scope
            if case .function(let name) = scope.parent, scope.inlinedAt == nil, declarations[name] == nil {
                declarations[name] = scope.location
            }
        } else if line.hasPrefix("sil "), line.hasSuffix("{") {
            let name = line.drop { $0 != "@" }.dropFirst().prefix { $0 != " " }
            guard !name.isEmpty else {
                unknownLines += 1
                return
            }
            let isYieldOnce = line.firstRange(of: "@yield_once") != nil
            open = SILFunction(name: String(name), lines: number...number, isYieldOnce: isYieldOnce, allocations: [])
        }
    }

    /// Does an indented line hold one of the operations that can become an allocation?
    private static func canAllocate(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        // "  %12 = alloc_ref ...", or "  init_existential_addr" with a result, too.
        var place = 0
        while place < line.count, line[place] == UInt8(ascii: " ") { place += 1 }
        guard place < line.count, line[place] == UInt8(ascii: "%") else { return false }
        while place < line.count, line[place] != UInt8(ascii: "=") { place += 1 }
        place += 2
        guard place < line.count else { return false }
        if line[place] == UInt8(ascii: "a"), returnsMemory(line, from: place) { return true }
        return operations.contains { operation in
            guard line.count - place > operation.utf8CodeUnitCount else { return false }
            let bytes = UnsafeBufferPointer(start: operation.utf8Start, count: operation.utf8CodeUnitCount)
            return line[place..<place + bytes.count].elementsEqual(bytes)
        }
    }

    /// Is it a call of a C function that returns memory, or nothing?
    private static func returnsMemory(_ line: UnsafeBufferPointer<UInt8>, from place: Int) -> Bool {
        let rest = Substring(decoding: line[place..<min(place + 7, line.count)], as: UTF8.self)
        guard rest == "apply %" else { return false }
        let text = Substring(decoding: line[place...], as: UTF8.self)
        return text.firstRange(of: " : $@convention(c) ") != nil
            && text.firstRange(of: " -> Optional<UnsafeMutableRawPointer>") != nil
    }

    private static let operations: [StaticString] = [
        "alloc_ref", "alloc_box", "alloc_existential_box", "partial_apply", "init_existential_addr",
        "builtin \"startAsyncLet", "builtin \"createAsyncTask", "builtin \"createTask",
        "builtin \"createDiscardingTask",
        "builtin \"allocRaw",
    ]
}
