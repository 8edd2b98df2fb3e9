internal import Foundation

/// Runs the server with a candidate's settings, waits until it is ready, puts the load on it and measures.
///
/// Failures that would befall each candidate alike are thrown; those that may be the candidate's own are its outcome.
struct TrialRunner {
    private let options: TrialOptions
    /// Where outputs go.
    private let folder: String

    /// Seconds between two looks at memory.
    private static let sampling = 0.05
    /// Seconds that a server may take to end.
    private static let endPatience = 5.0
    /// Seconds until a server counts as started that answers nowhere.
    private static let blindStart = 1.0
    /// Most samples that a trial keeps.
    private static let mostSamples = 400

    init(_ options: TrialOptions, folder: String) {
        self.options = options
        self.folder = folder
    }

    func run(_ candidate: Candidate, round: Int) throws(ExperimentError) -> Trial {
        try checkPort()
        let group: LimitedGroup? = if let limit = options.limit { try LimitedGroup(limit: limit) } else { nil }
        let start = Clock.now
        let server = try GroupProcess(
            options.server,
            variables: candidate.changes(to: ProcessInfo.processInfo.environment),
            outputPath: "\(folder)/server.log",
            members: group?.members
        )
        defer { server.stop(patience: Self.endPatience) }
        var trial = Trial(candidate: candidate.name, round: round)
        var watch = MemoryWatch(group: server.id)
        let failure: String?
        if options.load == .program {
            failure = try runToItsEnd(server, since: start, watch: &watch, trial: &trial)
        } else if let reason = try waitUntilReady(server) {
            failure = reason
        } else {
            trial.startSeconds = Clock.now - start
            failure = try putUnderLoad(server, watch: &watch, trial: &trial)
        }
        if let failure {
            trial.outcome = group?.hadKill == true ? .killedForMemory : .failed(failure)
        } else if group?.hadKill == true {
            trial.outcome = .killedForMemory
        }
        trial.resident = watch.thinned(to: Self.mostSamples)
        return trial
    }

    /// Fails if somebody else would answer for the server.
    private func checkPort() throws(ExperimentError) {
        guard let address = options.address else { return }
        // The last trial's server may take a moment to let go.
        let deadline = Clock.now + 2
        while Connection(to: address, timeout: 1) != nil {
            try Interruption.check()
            guard Clock.now < deadline else {
                throw ExperimentError(
                    .portInUse,
                    "\(address.host):\(address.port) is in use by another program: end it, or give the server another port"
                )
            }
            Clock.pause(0.05)
        }
    }

    /// Why the server is not ready; nil when it is.
    private func waitUntilReady(_ server: GroupProcess) throws(ExperimentError) -> String? {
        let start = Clock.now
        while true {
            try Interruption.check()
            guard server.isRunning else { return "the server ended \(Self.ending(server)) before it was ready" }
            let waited = Clock.now - start
            if let address = options.address {
                if isAnswering(address) { return nil }
            } else if waited >= Self.blindStart {
                return nil
            }
            guard waited < options.patience else {
                let place = options.address.map { "\($0.host):\($0.port)" } ?? ""
                return "the server did not answer at \(place) within \(Int(options.patience)) s"
            }
            Clock.pause(0.02)
        }
    }

    /// Asks for the resource where one was named to ask for; else a connection is enough.
    private func isAnswering(_ address: HTTPAddress) -> Bool {
        guard let connection = Connection(to: address, timeout: 2) else { return false }
        guard let ready = options.ready, ready.hasPrefix("http:") else { return true }
        var exchange = HTTPExchange(address)
        return exchange.run(over: connection).map { $0.status < 500 } ?? false
    }

    private func putUnderLoad(
        _ server: GroupProcess,
        watch: inout MemoryWatch,
        trial: inout Trial
    ) throws(ExperimentError) -> String? {
        switch options.load {
        case .requests(let url, let connections, let seconds):
            guard let address = HTTPAddress(url) else {
                throw ExperimentError(.badValue, "--url '\(url)': give one such as http://127.0.0.1:8080/orders")
            }
            let load = HTTPLoad(address, connections: connections)
            defer { _ = load.end(began: Clock.now) }
            let warmUpEnd = Clock.now + options.warmUp
            while Clock.now < warmUpEnd, server.isRunning {
                try Interruption.check()
                Clock.pause(Self.sampling)
            }
            load.measure()
            watch.begin()
            // On a machine that has much else to do not even one answer may come in time.
            let patience = seconds + options.patience
            while watch.elapsed < (load.hasAnswers ? seconds : patience), server.isRunning {
                try Interruption.check()
                watch.sample()
                Clock.pause(Self.sampling)
            }
            watch.end()
            let figures = load.end(began: watch.start)
            return try finish(figures, server: server, watch: &watch, trial: &trial)
        case .command(let command):
            if options.warmUp > 0, let failure = try runLoad(command, seconds: options.warmUp, server: server).failure {
                return failure
            }
            watch.begin()
            let result = try runLoad(command, seconds: nil, server: server) { watch.sample() }
            watch.end()
            if let failure = result.failure { return failure }
            var figures = LoadOutput.figures(in: result.output) ?? LoadFigures()
            if figures.throughput == nil, watch.elapsed > 0 { figures.throughput = 1 / watch.elapsed }
            return try finish(figures, server: server, watch: &watch, trial: &trial)
        case .program:
            return nil
        }
    }

    /// Runs a load command to its end, or for so many seconds.
    private func runLoad(
        _ command: String,
        seconds: Double?,
        server: GroupProcess,
        sample: () -> Void = {}
    ) throws(ExperimentError) -> (output: String, failure: String?) {
        let load = try GroupProcess(["/bin/sh", "-c", command], outputPath: "\(folder)/load.log")
        defer { load.stop(patience: 0) }
        let deadline = seconds.map { Clock.now + $0 }
        while load.isRunning {
            try Interruption.check()
            guard server.isRunning else { return ("", "the server ended \(Self.ending(server)) under load") }
            if let deadline, Clock.now >= deadline { return ("", nil) }
            sample()
            Clock.pause(Self.sampling)
        }
        guard load.end?.status == 0 else {
            if Self.endsSoon(server) { return ("", "the server ended \(Self.ending(server)) under load") }
            throw ExperimentError(
                .loadFailed,
                "the load command ended \(Self.ending(load)): try it by hand against the running server",
                output: load.lastOutput()
            )
        }
        return (load.output, nil)
    }

    private func finish(
        _ figures: LoadFigures,
        server: GroupProcess,
        watch: inout MemoryWatch,
        trial: inout Trial
    ) throws(ExperimentError) -> String? {
        guard server.isRunning else { return "the server ended \(Self.ending(server)) under load" }
        if let requests = figures.requests, requests == 0 || (figures.errors ?? 0) > requests / 2 {
            if Self.endsSoon(server) { return "the server ended \(Self.ending(server)) under load" }
            throw ExperimentError(
                .loadFailed,
                "the load got \(requests) answers and \(figures.errors ?? 0) errors: check what it asks the server for",
                output: server.lastOutput()
            )
        }
        trial.take(figures)
        trial.loadSeconds = watch.elapsed
        trial.peakResident = watch.peak
        trial.cpuSeconds = watch.cpuSeconds
        trial.faults = watch.faults
        let settled = Clock.now + options.settle
        while Clock.now < settled, server.isRunning {
            try Interruption.check()
            watch.sample()
            Clock.pause(Self.sampling)
        }
        trial.settledResident = watch.last
        return nil
    }

    private func runToItsEnd(
        _ program: GroupProcess,
        since start: Double,
        watch: inout MemoryWatch,
        trial: inout Trial
    ) throws(ExperimentError) -> String? {
        watch.begin()
        while program.isRunning {
            try Interruption.check()
            watch.sample()
            Clock.pause(min(Self.sampling, 0.01))
        }
        let seconds = Clock.now - start
        guard let end = program.end, end.status == 0 else { return "the program ended \(Self.ending(program))" }
        trial.loadSeconds = seconds
        trial.throughput = seconds > 0 ? 1 / seconds : nil
        trial.peakResident = watch.peak
        trial.settledResident = watch.last
        trial.cpuSeconds = end.cpuSeconds
        trial.faults = end.faults
        return nil
    }

    /// Whether the server has ended, or does so within a moment: clients see their connection close before that.
    private static func endsSoon(_ server: GroupProcess) -> Bool {
        let moment = Clock.now + 0.5
        while server.isRunning, Clock.now < moment { Clock.pause(0.01) }
        return !server.isRunning
    }

    /// How a program ended, and its last words.
    private static func ending(_ process: GroupProcess) -> String {
        let how =
            if let signal = process.end?.signal { "by signal \(signal)" } else {
                "with status \(process.end?.status ?? -1)"
            }
        let words = process.lastOutput(lines: 1)
        return words.isEmpty ? how : "\(how) ('\(words.prefix(200))')"
    }
}

extension Trial {
    mutating func take(_ figures: LoadFigures) {
        throughput = figures.throughput
        latency50 = figures.latency50
        latency99 = figures.latency99
        requests = figures.requests
        errors = figures.errors
    }
}
