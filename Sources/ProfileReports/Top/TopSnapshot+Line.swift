internal import Profiles

extension TopSnapshot.Row {
    /// What a line of code made, by number alone.
    /// - Parameter function: Nil if unknown.
    package init(function: String?, file: String?, line: Int?, count: Int) {
        let names = Names()
        let frame = Frame(function: function ?? "unknown stack", file: file, line: line)
        let name = names.function(frame)
        self.init(name: name, place: names.place(frame), group: name, objects: Double(count))
    }
}
