import Foundation

/// A service under load that leaks in twenty ways, or that holds memory in ten ways which are no leaks, for some seconds.
///
/// `PlantedLeaks leaking SECONDS` prints a line for each leak when it is made first: its name, the type of what stays, and
/// the line that makes it, with tabs between. `PlantedLeaks clean SECONDS` plants none. Both end without freeing anything. A
/// third number are the milliseconds from one request to the next, 2 by default: as much leaks in each request, so a long run
/// wants more. Requests come by the clock: on a machine that is busy for a while they are made up for.
@main
struct PlantedLeaks {
    private static let objectsPerRequest = 4

    static func main() async {
        let arguments = CommandLine.arguments
        let seconds = arguments.count > 2 ? Double(arguments[2]) ?? 5 : 5
        let pause = arguments.count > 3 ? Double(arguments[3]) ?? 2 : 2
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
                // Each leak by several objects: of few samples chance alone may make a leak look like a cache.
                for part in 0..<Self.objectsPerRequest { objects.handle(number * Self.objectsPerRequest + part) }
                work.handle(number)
            } else {
                clean.handle(number, at: time)
            }
            number += 1
            if number == 1 { fflush(nil) }
            try? await clock.sleep(until: start + .seconds(pause / 1000 * Double(number)))
        }
        print("requests\t\(number)")
        fflush(nil)
        withExtendedLifetime((churn, objects, work, clean)) { exit(0) }
    }
}
