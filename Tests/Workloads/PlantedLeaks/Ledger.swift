/// What is planted, and where.
enum Ledger {
    /// Says once that the next line leaks.
    static func plant(_ number: Int, _ name: String, _ type: String, line: Int = #line) {
        if number == 0 { print("\(name)\t\(type)\t\(line + 1)") }
    }
}
