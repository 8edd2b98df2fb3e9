import Foundation

/// A service under load that leaks in twenty ways, or that holds memory in ten ways which are no leaks, for some seconds.
///
/// `PlantedLeaks leaking SECONDS` prints a line for each leak when it is made first: its name, the type of what stays, and
/// the line that makes it, with tabs between. `PlantedLeaks clean SECONDS` plants none. Both end without freeing anything.
@main
struct PlantedLeaks {
    static func main() async {
        let arguments = CommandLine.arguments
        let seconds = arguments.count > 2 ? Double(arguments[2]) ?? 5 : 5
        let isLeaking = arguments.dropFirst().first == "leaking"
        let clock = ContinuousClock()
        let start = clock.now
        let churn = Churn()
        let objects = LeakedObjects()
        let work = LeakedWork()
        let clean = CleanServices(seconds: seconds)
        var number = 0
        while true {
            let time = start.duration(to: clock.now) / .seconds(1)
            guard time < seconds else { break }
            await churn.handle(number)
            if isLeaking {
                objects.handle(number)
                await work.handle(number)
            } else {
                clean.handle(number, at: time)
            }
            number += 1
            if number == 1 { fflush(nil) }
            try? await Task.sleep(for: .milliseconds(1))
        }
        print("requests\t\(number)")
        fflush(nil)
        withExtendedLifetime((churn, objects, work, clean)) { exit(0) }
    }
}
