internal import Profiles

extension Program {
    /// The executable's name without its folders, fit to be shown.
    var name: String {
        DisplayWidth.printable(path).split(separator: "/").last.map(String.init) ?? "unknown program"
    }
}
