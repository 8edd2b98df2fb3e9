#if Server

internal import HTTPTypes

/// What lies below `/debug/pprof/`.
struct ProfileRoutes {
    static let folder = "/debug/pprof/"

    let state: DiagnosticsState
    /// Seconds.
    let longest: Int

    /// The profiles by name, with what the index says of them.
    static let descriptions: KeyValuePairs = [
        "heap": "memory by call site: in use, and allocated since the start",
        "allocs": "the same, with what was allocated shown first",
        "profile": "processor time; seconds=30 says for how long",
        "tasks": "Swift tasks that have not ended, by where they were made",
        "goroutine": "the same, under the name that Go's tools ask for",
        "threadcreate": "threads",
        "window": "what changed in the window that was started last",
        "cmdline": "the command line",
        "symbol": "names of addresses",
    ]

    var routes: [String: Route] {
        let heap = HeapProfiles(state: state, longest: longest)
        let cpu = CPUProfiles(state: state, longest: longest)
        let process = ProcessProfiles(state: state)
        let answers: [String: Route] = [
            "": Route(.page) { _ throws(Refusal) in Answer.page(Self.index.utf8) },
            "heap": Route(.profile) { request throws(Refusal) in try await heap.answer(request, .heap) },
            "allocs": Route(.profile) { request throws(Refusal) in try await heap.answer(request, .allocs) },
            "window": Route(.profile) { request throws(Refusal) in try await heap.window(request) },
            "profile": Route(.profile) { request throws(Refusal) in try await cpu.answer(request) },
            "tasks": Route(.profile) { request throws(Refusal) in try await process.tasks(request, name: "tasks") },
            "goroutine": Route(.profile) { request throws(Refusal) in
                try await process.tasks(request, name: "goroutine")
            },
            "threadcreate": Route(.profile) { request throws(Refusal) in try process.threads(request) },
            "cmdline": Route(.profile) { _ throws(Refusal) in process.commandLine },
            "symbol": Route(.profile, methods: [.get, .post]) { request throws(Refusal) in
                await process.symbols(request)
            },
        ]
        return Dictionary(uniqueKeysWithValues: answers.map { (Self.folder + $0.key, $0.value) })
    }

    private static var index: String {
        let rows = descriptions.map { name, text in "<li><a href=\"\(name)\">\(name)</a>: \(text)</li>" }
        return """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Profiles</title>
            <style>:root { color-scheme: light dark; font: 16px/1.6 system-ui } body { margin: 2em }</style>
            </head><body><h1>Profiles</h1><ul>
            \(rows.joined(separator: "\n"))
            </ul><p><a href="heap?debug=1">heap as text</a>, <a href="tasks?debug=1">tasks as text</a>,
            <a href="/debug/trimtab/">the dashboard</a></p></body></html>

            """
    }
}

extension Refusal {
    /// What Go says of `seconds` that make no sense, or of too many of them.
    static func checkSeconds(_ seconds: Int, longest: Int) throws(Refusal) {
        guard seconds <= longest else {
            throw Refusal(.badRequest, "profile duration exceeds the \(longest) seconds that the server allows")
        }
    }
}

#endif
