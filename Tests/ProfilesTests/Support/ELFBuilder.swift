@testable import Profiles

/// Lays out a small ELF file: a build id, a symbol table, and what else a test asks for.
struct ELFBuilder {
    var buildID: [UInt8] = Array(1...20)
    var functions: [(name: String, start: UInt64, size: UInt64)] = []
    /// Global variables.
    var objects: [(name: String, start: UInt64, size: UInt64)] = []
    var symbolSection = ".symtab"
    var extraSections: [String] = []

    func bytes() -> [UInt8] {
        var names: [UInt8] = [0]
        var symbols = [UInt8](repeating: 0, count: 24)
        for (symbol, type) in functions.map({ ($0, UInt8(0x12)) }) + objects.map({ ($0, 0x11) }) {
            symbols += word(UInt32(names.count)) + [type, 0, 1, 0] + long(symbol.start) + long(symbol.size)
            names += Array(symbol.name.utf8) + [0]
        }
        let note = word(4) + word(UInt32(buildID.count)) + word(3) + Array("GNU\0".utf8) + buildID

        var sectionNames: [UInt8] = [0]
        var headers = [UInt8](repeating: 0, count: 64)
        var contents: [UInt8] = []
        func add(_ name: String, type: UInt32, _ bytes: [UInt8], link: UInt32 = 0) {
            headers += word(UInt32(sectionNames.count)) + word(type) + long(0) + long(0)
            headers += long(UInt64(64 + contents.count)) + long(UInt64(bytes.count))
            headers += word(link) + word(0) + long(1) + long(0)
            contents += bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
            sectionNames += Array(name.utf8) + [0]
        }
        add(".note.gnu.build-id", type: 7, note)
        add(symbolSection, type: 2, symbols, link: 3)
        add(".strtab", type: 3, names)
        for name in extraSections { add(name, type: 1, [1, 2, 3]) }
        let sectionNameSize = sectionNames.count + ".shstrtab".utf8.count + 1
        let count = UInt16(headers.count / 64 + 1)
        headers += word(UInt32(sectionNames.count)) + word(3) + long(0) + long(0)
        headers += long(UInt64(64 + contents.count)) + long(UInt64(sectionNameSize)) + word(0) + word(0)
        headers += long(1) + long(0)
        sectionNames += Array(".shstrtab".utf8) + [0]
        contents += sectionNames + [UInt8](repeating: 0, count: (8 - sectionNames.count % 8) % 8)

        var file: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        file += half(3) + half(62) + word(1) + long(0) + long(0) + long(UInt64(64 + contents.count)) + word(0)
        file += half(64) + half(56) + half(0) + half(64) + half(count) + half(count - 1)
        return file + contents + headers
    }

    private func half(_ value: UInt16) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
    private func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
    private func long(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}
