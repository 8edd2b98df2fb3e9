import Foundation
import PoolHammer

/// Hammers pools with other seeds than the tests, for sanitizers and soak runs: `PoolStress [ROUNDS] [FIRST-SEED]`.
@main
struct PoolStress {
    static func main() async {
        let numbers = CommandLine.arguments.dropFirst().compactMap { UInt64($0) }
        let rounds = numbers.first ?? 30
        let first = numbers.dropFirst().first ?? 1
        var problems: [String] = []
        for round in 0..<rounds {
            let threads = [1, 2, 3, 8, 24, 64][Int(round % 6)]
            problems += PoolHammer(seed: first + round, threads: threads, operations: 20_000 / threads).run()
        }
        for users in 1...3 { problems += TugOfWar(users: users, rounds: Int(rounds) * 100).run() }
        problems += await TaskHops(tasks: 50, hops: Int(rounds) * 20).run()
        problems += await BorrowStorm(tasks: 16, borrows: Int(rounds) * 20).run()
        for problem in problems { print(problem) }
        print("\(rounds) rounds, \(problems.count) problems")
        if !problems.isEmpty { exit(1) }
    }
}
