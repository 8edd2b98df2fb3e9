/// What puts load on the server.
package enum LoadPlan: Sendable, Hashable, Codable {
    /// A command for the shell, such as one of wrk. Its figures are read from what it prints; the time that it took
    /// counts where it prints none.
    case command(String)
    /// Our own requests.
    case requests(url: String, connections: Int, seconds: Double)
    /// The program itself is the work: it ends by itself, and how long it took counts.
    case program
}
