/// What any request makes and gives back.
final class Churn {
    private var recent: [Int: [Int]] = [:]

    func handle(_ number: Int) async {
        // A cache of the last hundred answers.
        recent[number] = Array(0..<64)
        recent[number - 100] = nil
        var lines: [String] = []
        for part in 0..<20 { lines.append("part \(part) of the answer to request \(number), long enough for the heap") }
        let answer = lines.joined(separator: "\n")
        let length = await Task { answer.utf8.count }.value
        precondition(length > 0)
    }
}
