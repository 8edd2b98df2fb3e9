/// Takes apart what `llvm-objdump --disassemble --no-show-raw-insn` prints, as it comes: functions and their calls.
struct Disassembly {
    private(set) var functions: [MachineFunction] = []
    private var arguments = ArgumentRegisters()
    /// Bytes of a line whose end has not come yet.
    private var rest: [UInt8] = []

    /// Adds some of the text; it may end in the middle of a line.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            if rest.isEmpty {
                add(line: line)
            } else {
                rest += line
                let whole = rest
                rest.removeAll(keepingCapacity: true)
                whole.withUnsafeBytes { add(line: $0) }
            }
            start = end + 1
        }
        rest += bytes[start...]
    }

    /// What was read, after the last of the text.
    mutating func finish() -> [MachineFunction] {
        let last = rest
        rest = []
        if !last.isEmpty { last.withUnsafeBytes { add(line: $0) } }
        return functions
    }

    private mutating func add(line: UnsafeRawBufferPointer) {
        guard let first = line.first else { return }
        if first == UInt8(ascii: " ") {
            addInstruction(line)
        } else if line.last == UInt8(ascii: ":"), first != UInt8(ascii: "D") {
            addHead(String(decoding: line, as: UTF8.self))
        }
    }

    /// `0000000000005fa0 <name>:`
    private mutating func addHead(_ line: String) {
        guard let open = line.firstIndex(of: "<"), line.hasSuffix(">:"),
            let address = UInt64(line[..<open].dropLast(), radix: 16)
        else { return }
        arguments = ArgumentRegisters()
        functions.append(MachineFunction(name: String(line[line.index(after: open)...].dropLast(2)), address: address))
    }

    /// `    5fb5:      \tcallq\t0x6740 <name@plt>`
    private mutating func addInstruction(_ line: UnsafeRawBufferPointer) {
        guard !functions.isEmpty, let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { return }
        let end = line[(tab + 1)...].firstIndex(of: UInt8(ascii: "\t")) ?? line.endIndex
        let mnemonic = UnsafeRawBufferPointer(rebasing: line[(tab + 1)..<end])
        guard let kind = BranchKind(mnemonic) else {
            arguments.note(line, mnemonic: mnemonic)
            return
        }
        let operands = Substring(decoding: line[min(end + 1, line.count)...], as: UTF8.self)
        let values = arguments.values
        arguments = ArgumentRegisters()
        guard kind != .within, let target = target(of: operands, kind: kind) else { return }
        let text = Substring(decoding: line[..<tab], as: UTF8.self)
        let digits = text.drop { $0 == " " }.prefix { $0 != ":" }
        guard let address = UInt64(digits, radix: 16) else { return }
        functions[functions.count - 1].calls.append(
            MachineCall(address: address, target: target, arguments: values)
        )
    }

    /// nil for a jump within the function.
    private func target(of operands: Substring, kind: BranchKind) -> MachineCall.Target? {
        if kind == .indirect || operands.first == "*" { return .indirect }
        guard let open = operands.firstIndex(of: "<"), operands.last == ">" else { return nil }
        var name = operands[operands.index(after: open)...].dropLast()
        if name.hasSuffix("@plt") { name = name.dropLast(4) }
        // `name+0x1d` is a place inside a function.
        guard name.lastRange(of: "+0x") == nil else { return nil }
        if kind == .jump, name == functions.last?.name ?? "" { return nil }
        return .function(String(name))
    }
}
