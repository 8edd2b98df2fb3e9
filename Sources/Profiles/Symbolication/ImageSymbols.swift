/// The names of one binary's functions, found when asked for and then kept.
actor ImageSymbols {
    private let image: Image
    private let locator: DebugFileLocator
    private let symbolizer: String?
    private let timeLimit: Duration
    private let classifier = OriginClassifier()

    private var isPrepared = false
    private var process: SymbolizerProcess?
    private var symbolFile: ELFFile?
    private var known: [UInt64: [Frame]] = [:]
    /// What kept names from being found.
    private(set) var warnings: [String] = []
    /// Whether a file was found that tells source lines.
    private(set) var hasDebugInformation = false

    init(image: Image, locator: DebugFileLocator, symbolizer: String?, timeLimit: Duration) {
        self.image = image
        self.locator = locator
        self.symbolizer = symbolizer
        self.timeLimit = timeLimit
    }

    /// The frames at addresses as the file counts them, innermost first, at least one each.
    func frames(at addresses: [UInt64]) async -> [UInt64: [Frame]] {
        prepare()
        let missing = addresses.filter { known[$0] == nil }
        // So small that the time limit is one for progress and not for the whole.
        let batch = 4096
        for start in stride(from: 0, to: missing.count, by: batch) {
            await look(up: Array(missing[start..<min(start + batch, missing.count)]))
        }
        return Dictionary(addresses.map { ($0, known[$0] ?? []) }, uniquingKeysWith: { first, _ in first })
    }

    private func prepare() {
        if isPrepared { return }
        isPrepared = true
        let found = locator.find(image)
        symbolFile = found.symbols
        if let warning = found.warning { warnings.append(warning) }
        hasDebugInformation = found.debugPath != nil
        if let path = found.debugPath, let symbolizer {
            process = SymbolizerProcess(symbolizer: symbolizer, binary: path, timeLimit: timeLimit)
        }
    }

    private func look(up addresses: [UInt64]) async {
        let answers = await process?.symbolize(addresses)
        if answers == nil, process != nil {
            process = nil
            warnings.append(
                """
                \(image.path): llvm-symbolizer failed or took too long. Functions are named from the symbol table, \
                without lines.
                """
            )
        }
        var stacks = addresses.indices.map { number in
            answers.map { $0[number] }.flatMap { $0.isEmpty ? nil : $0 } ?? [SymbolizerFrame()]
        }
        // Code without debug information still has a name in the symbol table.
        let nameless = stacks.indices.filter { stacks[$0].last?.function == nil }
        let names = symbolFile.map { ELFSymbolTable($0).names(at: nameless.map { addresses[$0] }) } ?? [:]
        for number in nameless { stacks[number][stacks[number].count - 1].function = names[addresses[number]] }
        for (address, stack) in zip(addresses, stacks) { known[address] = frames(from: stack, at: address) }
    }

    private func frames(from answer: [SymbolizerFrame], at address: UInt64) -> [Frame] {
        answer.indices.map { number in
            frame(answer[number], at: address, isInlined: number < answer.count - 1)
        }
    }

    private func frame(_ frame: SymbolizerFrame, at address: UInt64, isInlined: Bool) -> Frame {
        guard let mangled = frame.function else {
            let name = unknownFunction(at: address, in: image)
            return Frame(
                function: name,
                file: frame.file,
                line: frame.line,
                column: frame.column,
                isInlined: isInlined,
                origin: classifier.origin(ofFunction: "", file: frame.file, image: image.path)
            )
        }
        return Frame(
            function: Demangler.shortName(of: mangled) ?? mangled,
            mangledName: mangled,
            file: frame.file,
            line: frame.line,
            column: frame.column,
            isInlined: isInlined,
            origin: classifier.origin(ofFunction: mangled, file: frame.file, image: image.path)
        )
    }
}

/// What stands for a function without a name: its address as the file counts, and the file.
func unknownFunction(at address: UInt64, in image: Image) -> String {
    let name = image.path.split(separator: "/").last.map(String.init) ?? "unknown"
    return "0x\(String(address, radix: 16)) (\(name))"
}
