internal import Profiles

/// The program's sets of labels, in words.
struct PageLabels {
    private var sets = PageList<[String: String]>()

    var texts: [String] { sets.values.map { DisplayWidth.printable(ProfileLabelText.text(of: $0)) } }

    /// The index of a set's text; -1 for no labels.
    mutating func index(of labels: [String: String]) -> Int {
        labels.isEmpty ? -1 : sets.index(of: labels)
    }
}
