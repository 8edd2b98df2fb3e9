internal import Subprocess

#if canImport(System)
internal import System
#else
internal import SystemPackage
#endif

/// One `llvm-symbolizer` that stays with one binary, so that debug information is read once.
///
/// The process ends with this object. If it dies, or needs longer than the time limit, every request from then on is
/// answered with nil.
package final class SymbolizerProcess: Sendable {
    private struct Request: Sendable {
        let addresses: [UInt64]
        let reply: CheckedContinuation<[[SymbolizerFrame]]?, Never>
    }

    private typealias Process = Execution<CustomWriteInput, SequenceOutput, DiscardedOutput>

    private let requests: AsyncStream<Request>.Continuation

    /// - Parameters:
    ///   - timeLimit: The longest that one request may take.
    package init(symbolizer: String, binary: String, timeLimit: Duration) {
        let (stream, requests) = AsyncStream.makeStream(of: Request.self)
        self.requests = requests
        Task {
            await Self.serve(stream, symbolizer: symbolizer, binary: binary, timeLimit: timeLimit)
            for await request in stream { request.reply.resume(returning: nil) }
        }
    }

    deinit {
        requests.finish()
    }

    /// The frames at addresses of the binary, each innermost first; nil if the process failed.
    package func symbolize(_ addresses: [UInt64]) async -> [[SymbolizerFrame]]? {
        guard !addresses.isEmpty else { return [] }
        return await withCheckedContinuation { reply in
            requests.yield(Request(addresses: addresses, reply: reply))
        }
    }

    /// Answers requests until the process fails or no more come.
    private static func serve(
        _ stream: AsyncStream<Request>,
        symbolizer: String,
        binary: String,
        timeLimit: Duration
    ) async {
        // A failure to start shows as unanswered requests, as does any other.
        _ = try? await run(
            .path(FilePath(symbolizer)),
            arguments: [
                "--obj=\(binary)", "--output-style=LLVM", "--addresses", "--inlines", "--no-demangle",
                "--no-debuginfod",
            ],
            // The watched program's settings are not for this one.
            environment: .inherit.updating(["LD_PRELOAD": nil, "LLVM_SYMBOLIZER_OPTS": nil]),
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { (process: Process) in
            var output = process.standardOutput.makeAsyncIterator()
            var rest: [UInt8] = []
            for await request in stream {
                let answers = await answer(
                    request.addresses,
                    process: process,
                    output: &output,
                    rest: &rest,
                    timeLimit: timeLimit
                )
                request.reply.resume(returning: answers)
                if answers == nil {
                    try? process.send(signal: .kill)
                    return
                }
            }
        }
    }

    /// Writes and reads at the same time: neither pipe can fill up for good.
    private static func answer(
        _ addresses: [UInt64],
        process: Process,
        output: inout SubprocessOutputSequence.Iterator,
        rest: inout [UInt8],
        timeLimit: Duration
    ) async -> [[SymbolizerFrame]]? {
        BrokenPipes.ignore()
        defer { BrokenPipes.restore() }
        let input = addresses.map { SymbolizerOutput.text($0) + "\n" }.joined()
        let writer = Task { _ = try? await process.standardInputWriter.write(input) }
        let watchdog = Task {
            try await Task.sleep(for: timeLimit)
            try process.send(signal: .kill)
        }
        var parsed = SymbolizerOutput(addresses: addresses)
        parse(&rest, into: &parsed)
        while !parsed.isComplete, !parsed.isBroken, let buffer = try? await output.next() {
            buffer.withUnsafeBytes { rest.append(contentsOf: $0) }
            parse(&rest, into: &parsed)
        }
        if !parsed.isComplete { try? process.send(signal: .kill) }
        watchdog.cancel()
        _ = await watchdog.result
        await writer.value
        return parsed.isComplete ? parsed.answers : nil
    }

    /// Takes whole lines off the front of `bytes`.
    private static func parse(_ bytes: inout [UInt8], into output: inout SymbolizerOutput) {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            output.add(line: String(decoding: bytes[start..<end], as: UTF8.self))
            start = end + 1
        }
        bytes.removeFirst(start)
    }
}
