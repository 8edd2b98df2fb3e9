#if Server

import Collector
import Logging
import Profiles
import SwiftProtobuf
import Testing

@testable import Telemetry

/// Heap profiles on their way to a collector.
struct ProfileExportTests {
    private static let profile = HeapProfile(
        samplingInterval: 1_024,
        duration: 2,
        threads: [ProfiledThread(name: "worker")],
        images: [Image(path: "/bin/server", buildID: [0xab, 0xcd], range: 0x1000..<0x2000)],
        locations: [
            Location(address: 0x1010, image: 0, frames: [Frame(function: "parse", file: "Parser.swift", line: 7)]),
            Location(address: 0x1020, image: 0, frames: [Frame(function: "main", file: "Main.swift", line: 3)]),
        ],
        sites: [
            Site(
                stack: [0, 1],
                thread: 0,
                inUse: Usage(objects: Estimate(value: 2), bytes: Estimate(value: 200.4)),
                allocated: Usage(objects: Estimate(value: 5), bytes: Estimate(value: 500)),
                type: "Parser.Node",
                labels: [
                    "route": "/orders", "trace_id": "0af7651916cd43dd8448eb211c80319c", "span_id": "b7ad6b7169203331",
                ]
            ),
            Site(stack: [1], allocated: Usage(objects: Estimate(value: 1), bytes: Estimate(value: .infinity))),
        ]
    )

    @Test func aHeapProfileArrivesWithItsStacksAndValues() async throws {
        let collector = try await TestCollector()
        var configuration = TelemetryConfiguration()
        let endpoint = collector.url("/v1development/profiles")
        configuration.profileExport = ProfileExportConfiguration(otlp: .init(endpoint: endpoint))
        let service = TelemetryService(
            configuration: configuration,
            logger: .init(label: "test"),
            profile: { Self.profile },
            time: .system
        )
        #expect(await service.flush(timeout: .seconds(600)))
        let request = try #require(collector.requests.first)
        #expect(request.path == "/v1development/profiles")
        let message = try OTLPExportProfilesServiceRequest(serializedBytes: request.body)
        let dictionary = message.dictionary
        let profiles = message.resourceProfiles.flatMap(\.scopeProfiles).flatMap(\.profiles)
        let names = profiles.map { dictionary.stringTable[Int($0.sampleType.typeStrindex)] }
        #expect(names == ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"])
        // What is not finite is left out, as is what is zero.
        #expect(profiles.map { $0.samples.map(\.values) } == [[[5], [1]], [[500]], [[2]], [[200]]])

        let sample = try #require(profiles.first?.samples.first)
        let locations = dictionary.stackTable[Int(sample.stackIndex)].locationIndices.map {
            dictionary.locationTable[Int($0)]
        }
        #expect(locations.map(\.address) == [0x1010, 0x1020])
        let functions = locations.flatMap(\.lines).map { dictionary.functionTable[Int($0.functionIndex)] }
        #expect(functions.map { dictionary.stringTable[Int($0.nameStrindex)] } == ["parse", "main"])
        #expect(functions.map { dictionary.stringTable[Int($0.filenameStrindex)] } == ["Parser.swift", "Main.swift"])
        let mapping = dictionary.mappingTable[Int(locations[0].mappingIndex)]
        #expect(dictionary.stringTable[Int(mapping.filenameStrindex)] == "/bin/server")
        let attributes = (sample.attributeIndices + mapping.attributeIndices).map { dictionary.attributeTable[Int($0)] }
        #expect(
            Dictionary(
                uniqueKeysWithValues: attributes.map {
                    (dictionary.stringTable[Int($0.keyStrindex)], $0.value.stringValue)
                }
            ) == [
                "thread.name": "worker", "swift.type": "Parser.Node", "process.executable.build_id.gnu": "abcd",
                "route": "/orders", "trace_id": "0af7651916cd43dd8448eb211c80319c", "span_id": "b7ad6b7169203331",
            ]
        )
        let link = dictionary.linkTable[Int(sample.linkIndex)]
        #expect(link.traceID == TraceID("0af7651916cd43dd8448eb211c80319c")?.bytes)
        #expect(link.spanID == SpanID("b7ad6b7169203331")?.bytes)
        #expect(profiles[0].samples[1].linkIndex == 0)
        #expect(service.count("telemetry.sent", [("signal", "profiles")]) == 4)
        try await collector.close()
    }

    @Test func processorTimeIsSentWithTheHeapAndAlone() async throws {
        let collector = try await TestCollector()
        var configuration = TelemetryConfiguration()
        let endpoint = collector.url("/v1development/profiles")
        configuration.profileExport = ProfileExportConfiguration(otlp: .init(endpoint: endpoint))
        let cpu = CPUProfile(
            period: 10_000_000,
            duration: 2,
            threads: [ProfiledThread(name: "worker")],
            locations: [Location(address: 0x10, frames: [Frame(function: "spin")])],
            stacks: [CPUStack(stack: [0], thread: 0, time: Estimate(value: 3e9), labels: ["route": "/orders"])]
        )
        for heap in [Self.profile, nil] as [HeapProfile?] {
            let service = TelemetryService(
                configuration: configuration,
                logger: .init(label: "test"),
                profile: { heap },
                cpuProfile: { cpu },
                time: .system
            )
            #expect(await service.flush(timeout: .seconds(600)))
            let body = try #require(collector.requests.last).body
            let message = try OTLPExportProfilesServiceRequest(serializedBytes: body)
            let profiles = message.resourceProfiles.flatMap(\.scopeProfiles).flatMap(\.profiles)
            #expect(profiles.count == (heap == nil ? 1 : 5))
            let last = try #require(profiles.last)
            let strings = message.dictionary.stringTable
            #expect(strings[Int(last.sampleType.typeStrindex)] == "cpu")
            #expect(strings[Int(last.sampleType.unitStrindex)] == "ns")
            #expect(last.period == 10_000_000 && last.durationNano == 2_000_000_000)
            let sample = try #require(last.samples.first)
            #expect(sample.values == [3_000_000_000])
            let attributes = sample.attributeIndices.map { message.dictionary.attributeTable[Int($0)] }
            #expect(attributes.map { strings[Int($0.keyStrindex)] } == ["thread.name", "route"])
        }
        try await collector.close()
    }

    @Test func profilesAreSentOnlyWhereTheyAreAskedFor() {
        func configuration(_ environment: [String: String]) -> TelemetryConfiguration {
            TelemetryConfiguration { environment[$0] }
        }
        let shared = ["OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:1"]
        #expect(configuration(shared).profileExport == nil)
        let asked = configuration(shared.merging(["OTEL_PROFILES_EXPORTER": "otlp"]) { $1 })
        #expect(asked.profileExport?.otlp.endpoint == "http://c:1/v1development/profiles")
    }
}

#endif
