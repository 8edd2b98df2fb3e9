internal import Foundation
internal import Profiles

/// A file of SIL that the compiler wrote beside an object file, indexed by line.
///
/// Lines are taken apart when they are asked for: few of them matter.
struct SILFile: Sendable {
    let path: String
    let functions: [SILFunction]
    let scopes: [Int: SILScope]
    /// Where functions are declared, by the linker's name; none for those that the compiler made up.
    let declarations: [String: SILLocation]
    /// Lines that should be scopes or functions and are not understood.
    let unknownLines: Int
    private let bytes: [UInt8]
    /// Where each line begins.
    private let starts: [Int]

    init(path: String) throws(EscapeError) {
        do {
            self.init(path: path, bytes: Array(try Data(contentsOf: URL(fileURLWithPath: path))))
        } catch {
            throw EscapeError(
                .unreadable,
                subject: path,
                reason: "cannot be read: \(error.localizedDescription); remove the analysis folder and try again"
            )
        }
    }

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var index = SILIndex()
        starts = index.read(bytes)
        functions = index.functions
        scopes = index.scopes
        declarations = index.declarations
        unknownLines = index.unknownLines
    }

    var lineCount: Int { starts.count }

    /// The line's text; empty outside of the file.
    func text(ofLine line: Int) -> Substring {
        guard line > 0, line <= starts.count else { return "" }
        let start = starts[line - 1]
        let end = line < starts.count ? starts[line] - 1 : bytes.count
        return Substring(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }

    func instruction(atLine line: Int) -> SILInstruction? {
        SILInstruction(text(ofLine: line))
    }

    /// The function whose body holds the line.
    func function(atLine line: Int) -> SILFunction? {
        let end = functions.partitionPoint { $0.lines.lowerBound <= line }
        guard end > 0, functions[end - 1].lines.contains(line) else { return nil }
        return functions[end - 1]
    }

    /// Does a call name the function, rather than call what a value holds?
    func isCallByName(_ instruction: SILInstruction, line: Int) -> Bool {
        let value = instruction.arguments.prefix { $0 != "(" && $0 != "<" && $0 != " " }
        return definition(of: value, before: line)?.text.firstRange(of: "function_ref @") != nil
    }

    /// The line that defines a value, such as `%5`, in the function of another line and before it.
    /// - Parameter most: How many lines are looked at.
    func definition(of value: Substring, before line: Int, most: Int = .max) -> (line: Int, text: Substring)? {
        guard let function = function(atLine: line) else { return nil }
        let first = max(function.lines.lowerBound, line - min(most, line))
        for number in stride(from: line - 1, through: first, by: -1) {
            let text = text(ofLine: number)
            if text.hasPrefix("  \(value) = ") { return (number, text) }
        }
        return nil
    }

    /// The instruction that ends the basic block of a line; empty if there is none.
    func terminator(ofBlockAt line: Int) -> Substring {
        guard let function = function(atLine: line) else { return "" }
        let next = function.blocks.first { $0 > line } ?? function.lines.upperBound + 1
        return terminator(of: line..<next).drop { $0 == " " }
    }

    /// The line of the last instruction among some lines; empty if there is none.
    func terminator(of lines: Range<Int>) -> Substring {
        // Comments on the next block and an empty line lie behind it.
        for number in lines.reversed() {
            let text = text(ofLine: number)
            if text.hasPrefix("  "), !text.drop(while: { $0 == " " }).hasPrefix("//") { return text }
        }
        return ""
    }
}
