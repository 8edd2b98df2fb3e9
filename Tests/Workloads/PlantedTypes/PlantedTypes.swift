import Foundation

/// Keeps known numbers of objects of every kind alive, prints how many of each under the name that a report must give
/// them, and ends without freeing any. Beside them it keeps raw memory that looks like objects.
@main
struct PlantedTypes {
    static func main() async {
        let count = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 100 : 100
        let kept = Kept()
        if CommandLine.arguments.dropFirst(2).first == "late" {
            kept.lateObjects(count)
            // Longer than the hooks take to look at all of it once more.
            try? await Task.sleep(for: .milliseconds(300))
            exit(0)
        }
        kept.objects(count)
        kept.collections(count)
        kept.boxes(count)
        kept.rawMemory(count)
        await kept.tasks(count)
        // Long enough for the hooks to look at all of it.
        try? await Task.sleep(for: .milliseconds(300))
        exit(0)
    }
}
