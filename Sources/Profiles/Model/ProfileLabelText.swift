/// A set of labels in words.
package enum ProfileLabelText {
    /// As `key=value, key=value`, in the order of the keys.
    package static func text(of labels: [String: String]) -> String {
        labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }
}
