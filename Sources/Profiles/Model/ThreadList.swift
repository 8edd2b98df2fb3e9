/// The threads of a process, as a profile of the kind that Go calls `threadcreate`: who made them is not known.
package struct ThreadList: Sendable {
    package var program: Program
    /// A name for each.
    package var names: [String]

    package init(program: Program, names: [String]) {
        self.program = program
        self.names = names
    }

    /// As a gzipped pprof file: one sample for each name, with the label `thread`.
    package func pprof() throws(PprofError) -> [UInt8] {
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        return try PprofContents(
            programPath: program.path,
            start: nil,
            duration: 0,
            images: [],
            locations: [],
            sampleTypes: [("threadcreate", "count")],
            samples: counts.sorted { $0.key < $1.key }.map {
                PprofContents.Sample(stack: [], values: [$0.value], labels: [("thread", .text($0.key))])
            },
            defaultSampleType: "threadcreate",
            periodType: ("threadcreate", "count"),
            period: 1,
            comment: "trimtab pid=\(program.processID)"
        ).compressed()
    }
}
