internal import Profiles

/// The program's sets of labels, in words.
struct PageLabels {
    private(set) var texts: [String] = []
    private var indices: [[String: String]: Int] = [:]

    /// The index of a set's text; -1 for no labels.
    mutating func index(of labels: [String: String]) -> Int {
        guard !labels.isEmpty else { return -1 }
        if let index = indices[labels] { return index }
        indices[labels] = texts.count
        texts.append(DisplayWidth.printable(ProfileLabelText.text(of: labels)))
        return texts.count - 1
    }
}
