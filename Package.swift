// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// The parts of the pages, which are put into the library as they are.
let page = [
    "app.js", "cpu.js", "dashboard.css", "dashboard.html", "dashboard.js", "details.js", "flame.js", "format.js",
    "labels.js", "live.js", "model.js", "page.css", "page.html", "reasons.js", "referrers.js", "report.html",
    "report.js", "sections.html", "statistics.js", "tables.js", "timeline.js",
]

// What is there only with the package trait Server.
let server = TargetDependencyCondition.when(traits: ["Server"])

let package = Package(
    name: "trimtab",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "trimtab", targets: ["TrimtabCommand"]),
        .executable(name: "OrderService", targets: ["OrderService"]),
        .library(name: "AllocationTracking", targets: ["AllocationTracking"]),
        .library(name: "AllocationTesting", targets: ["AllocationTesting"]),
        .library(name: "DiagnosticsServer", targets: ["DiagnosticsServer"]),
        .library(name: "EscapeAnalysis", targets: ["EscapeAnalysis"]),
        .library(name: "MemoryTuning", targets: ["MemoryTuning"]),
        .library(name: "ObjectPools", targets: ["ObjectPools"]),
        .library(name: "Profiles", targets: ["Profiles"]),
        .library(name: "ProfileReports", targets: ["ProfileReports"]),
        .library(name: "Profiling", targets: ["Profiling"]),
        .library(name: "Telemetry", targets: ["Telemetry"]),
        .library(name: "Trimtab", targets: ["Trimtab"]),
        .library(name: "TrimtabHummingbird", targets: ["TrimtabHummingbird"]),
        .library(name: "ZeroAllocation", targets: ["ZeroAllocation"]),
        .plugin(name: "EscapeReport", targets: ["EscapeReport"]),
    ],
    traits: [
        .trait(name: "Server", description: "What a server brings along: Hummingbird and the packages it needs."),
        .default(enabledTraits: ["Server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0", traits: []),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin.git", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
    ],
    targets: [
        // MARK: C

        // The recording's format, and the calls that Swift cannot reach.
        .target(name: "CTrimtabPlatform"),

        // Depending on this target interposes malloc; nothing else does.
        .target(name: "CTrimtabHooks", dependencies: ["CTrimtabPlatform"]),

        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // MARK: Libraries

        .target(
            name: "AllocationTracking",
            dependencies: [
                "CTrimtabHooks",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "ObjectPools",
            dependencies: [
                "CTrimtabPlatform",
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        // Numbers and sizes as people read and write them.
        .target(name: "Quantities", swiftSettings: swiftSettings),

        // Where the control groups of a process lie.
        .target(name: "ControlGroups", swiftSettings: swiftSettings),

        .target(
            name: "MemoryTuning",
            dependencies: [
                "CTrimtabPlatform",
                "ControlGroups",
                "ObjectPools",
                "Quantities",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["Server"])
                ),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "TrimtabHummingbird",
            dependencies: [
                "MemoryTuning",
                "Profiling",
                .product(name: "HTTPTypes", package: "swift-http-types", condition: .when(traits: ["Server"])),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
            ],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "Profiles",
            dependencies: [
                "CTrimtabPlatform",
                "CZlib",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "ProfileReports",
            dependencies: ["Profiles", "Quantities"],
            resources: page.map { .embedInCode("HTML/Page/\($0)") },
            swiftSettings: swiftSettings
        ),

        .target(
            name: "Profiling",
            dependencies: [
                "CTrimtabHooks",
                "CTrimtabPlatform",
                "ObjectPools",
                "Profiles",
                "ProfileReports",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        // Everything in it stands behind the trait Server.
        .target(
            name: "Telemetry",
            dependencies: [
                "CTrimtabPlatform",
                "Profiles",
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: server),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: server),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: server),
            ],
            exclude: ["Protobuf/Definitions"],
            swiftSettings: swiftSettings
        ),

        // Everything in it stands behind the trait Server.
        .target(
            name: "Trimtab",
            dependencies: [
                "DiagnosticsServer",
                "MemoryTuning",
                "ObjectPools",
                "Profiles",
                "Profiling",
                "Quantities",
                "Telemetry",
                .product(name: "Configuration", package: "swift-configuration", condition: server),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
            ],
            swiftSettings: swiftSettings
        ),

        // Everything in it stands behind the trait Server.
        .target(
            name: "DiagnosticsServer",
            dependencies: [
                "MemoryTuning",
                "ObjectPools",
                "ProfileReports",
                "Profiles",
                "Profiling",
                "Quantities",
                .product(name: "HTTPTypes", package: "swift-http-types", condition: server),
                .product(name: "Hummingbird", package: "hummingbird", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras", condition: server),
                .product(name: "NIOPosix", package: "swift-nio", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
            ],
            swiftSettings: swiftSettings
        ),

        // What `trimtab doctor` finds.
        .target(
            name: "Checkup",
            dependencies: ["ControlGroups", "ProfileReports", "Profiles", "Quantities"],
            swiftSettings: swiftSettings
        ),

        // What `trimtab tune` and `trimtab pgo` try out.
        .target(
            name: "Experiments",
            dependencies: ["CTrimtabPlatform", "Checkup", "ProfileReports", "Profiles", "Quantities"],
            resources: [.embedInCode("Output/Page/tuning.css")],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "EscapeAnalysis",
            dependencies: ["Profiles", .product(name: "Subprocess", package: "swift-subprocess")],
            swiftSettings: swiftSettings
        ),

        .target(
            name: "ZeroAllocation",
            swiftSettings: swiftSettings + [.enableExperimentalFeature("Lifetimes"), .strictMemorySafety()]
        ),

        // For tests alone: it imports Testing.
        .target(
            name: "AllocationTesting",
            dependencies: ["AllocationTracking", "CTrimtabHooks", "CTrimtabPlatform", "ObjectPools", "Profiles"],
            swiftSettings: swiftSettings
        ),

        // The commands of `trimtab` but for `top`, which needs what a server brings along.
        .target(
            name: "TrimtabCommands",
            dependencies: [
                "CTrimtabPlatform",
                "Checkup",
                "EscapeAnalysis",
                "Experiments",
                "Profiles",
                "ProfileReports",
                "Quantities",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),

        // MARK: Executables

        .executableTarget(
            name: "TrimtabCommand",
            dependencies: [
                "CTrimtabPlatform",
                "Profiles",
                "ProfileReports",
                "TrimtabCommands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
            ],
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "OrderService",
            dependencies: [
                "AllocationTracking",
                "MemoryTuning",
                "ObjectPools",
                "Telemetry",
                "Trimtab",
                "TrimtabHummingbird",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: server),
                .product(name: "Configuration", package: "swift-configuration", condition: server),
                .product(name: "HTTPTypes", package: "swift-http-types", condition: .when(traits: ["Server"])),
                .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Server"])),
                .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Server"])),
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Server"])),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Server"])),
                .product(name: "NIOPosix", package: "swift-nio", condition: .when(traits: ["Server"])),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["Server"])
                ),
                .product(name: "UnixSignals", package: "swift-service-lifecycle", condition: .when(traits: ["Server"])),
            ],
            path: "Examples/OrderService",
            exclude: ["README.md"],
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "PoolExamples",
            dependencies: [
                "ObjectPools",
                .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Server"])),
            ],
            path: "Examples/PoolExamples",
            swiftSettings: swiftSettings
        ),

        .target(
            name: "EscapeExamples",
            path: "Examples/EscapeExamples",
            exclude: ["README.md"],
            swiftSettings: swiftSettings
        ),

        // What the article "From Go to Swift" quotes.
        .target(
            name: "FromGoToSwift",
            dependencies: [
                "AllocationTracking",
                "MemoryTuning",
                "ObjectPools",
                "Profiles",
                "Profiling",
                "ZeroAllocation",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Examples/FromGoToSwift",
            swiftSettings: swiftSettings
        ),

        // What the plugin runs: `trimtab escape` alone, for a plugin's tools are built apart, with all that they need.
        .executableTarget(
            name: "EscapeReportTool",
            dependencies: [
                "TrimtabCommands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),

        // MARK: Plugins

        .plugin(
            name: "EscapeReport",
            capability: .command(
                intent: .custom(
                    verb: "escape-report",
                    description: "Show which heap allocations the package's code makes, and why."
                )
            ),
            dependencies: ["EscapeReportTool"]
        ),

        // MARK: Tests

        // Programs that tests run: what they allocate is known.
        .executableTarget(name: "AllocationStress", path: "Tests/Workloads/AllocationStress"),
        .executableTarget(
            name: "TraceStress",
            dependencies: ["CTrimtabHooks"],
            path: "Tests/Workloads/TraceStress"
        ),
        .executableTarget(
            name: "CPUStress",
            dependencies: ["CTrimtabHooks", "CTrimtabPlatform"],
            path: "Tests/Workloads/CPUStress"
        ),
        .executableTarget(
            name: "PlantedCPU",
            path: "Tests/Workloads/PlantedCPU",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "PlantedLabels",
            dependencies: ["Profiling"],
            path: "Tests/Workloads/PlantedLabels",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "LeakedTasks",
            dependencies: ["Profiles", "Profiling"],
            path: "Tests/Workloads/LeakedTasks",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "PlantedWorkload",
            path: "Tests/Workloads/PlantedWorkload",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "PlantedTypes",
            path: "Tests/Workloads/PlantedTypes",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "PlantedLeaks",
            dependencies: ["ObjectPools"],
            path: "Tests/Workloads/PlantedLeaks",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "PlantedAsync",
            path: "Tests/Workloads/PlantedAsync",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "GrowingService",
            dependencies: ["Profiling", .product(name: "Logging", package: "swift-log")],
            path: "Tests/Workloads/GrowingService",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "DiagnosedService",
            dependencies: [
                "DiagnosticsServer",
                "MemoryTuning",
                "ObjectPools",
                "Profiles",
                "Profiling",
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
            ],
            path: "Tests/Workloads/DiagnosedService",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "CountingWorkload",
            dependencies: ["AllocationTracking"],
            path: "Tests/Workloads/CountingWorkload",
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "FreedMemory",
            dependencies: [
                "CTrimtabPlatform",
                "MemoryTuning",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/Workloads/FreedMemory",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "HeldMemory",
            dependencies: ["MemoryTuning", .product(name: "Logging", package: "swift-log")],
            path: "Tests/Workloads/HeldMemory",
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "SetAllocator",
            dependencies: ["CTrimtabPlatform", "MemoryTuning", "PoolHammer"],
            path: "Tests/Workloads/SetAllocator",
            swiftSettings: swiftSettings
        ),

        // A server whose best settings are known.
        .executableTarget(name: "PlantedService", path: "Tests/Workloads/PlantedService"),

        .executableTarget(
            name: "PoolStress",
            dependencies: ["PoolHammer"],
            path: "Tests/Workloads/PoolStress",
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "TelemetryWorkload",
            dependencies: [
                "Telemetry",
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: server),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
                .product(name: "NIOPosix", package: "swift-nio", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: server),
                .product(name: "UnixSignals", package: "swift-service-lifecycle", condition: server),
            ],
            path: "Tests/Workloads/TelemetryWorkload",
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "TrimtabWorkload",
            dependencies: [
                "AllocationTracking",
                "MemoryTuning",
                "ObjectPools",
                "Profiles",
                "Profiling",
                "Telemetry",
                "Trimtab",
                .product(name: "Configuration", package: "swift-configuration", condition: server),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: server),
            ],
            path: "Tests/Workloads/TrimtabWorkload",
            swiftSettings: swiftSettings
        ),

        .target(name: "BuildProducts", path: "Tests/Support/BuildProducts", swiftSettings: swiftSettings),

        .target(
            name: "SnippetCompiler",
            dependencies: ["BuildProducts", .product(name: "Subprocess", package: "swift-subprocess")],
            path: "Tests/Support/SnippetCompiler",
            swiftSettings: swiftSettings
        ),

        // A collector of OpenTelemetry that misbehaves when it is told to.
        .target(
            name: "Collector",
            dependencies: [
                "Telemetry",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
                .product(name: "NIOPosix", package: "swift-nio", condition: server),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: server),
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: server),
            ],
            path: "Tests/Support/Collector",
            swiftSettings: swiftSettings
        ),

        .target(
            name: "Damage",
            dependencies: ["Randomness"],
            path: "Tests/Support/Damage",
            swiftSettings: swiftSettings
        ),

        .target(name: "Randomness", path: "Tests/Support/Randomness", swiftSettings: swiftSettings),

        // A clock that tests move, and gates that tasks wait at.
        .target(
            name: "Scheduling",
            dependencies: ["ObjectPools"],
            path: "Tests/Support/Scheduling",
            swiftSettings: swiftSettings
        ),

        .target(
            name: "CHooksChecks",
            path: "Tests/Support/CHooksChecks",
            cSettings: [.headerSearchPath("../../../Sources/CTrimtabHooks")]
        ),

        .target(
            name: "PoolHammer",
            dependencies: ["ObjectPools", "Randomness"],
            path: "Tests/Support/PoolHammer",
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "ZeroAllocationTests",
            dependencies: [
                "AllocationTesting",
                "AllocationTracking",
                "BuildProducts",
                "EscapeExamples",
                "FromGoToSwift",
                "MemoryTuning",
                "ObjectPools",
                "Randomness",
                "SnippetCompiler",
                "ZeroAllocation",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "TrimtabHummingbirdTests",
            dependencies: [
                "MemoryTuning",
                "Profiling",
                "Scheduling",
                "TrimtabHummingbird",
                .product(name: "HTTPTypes", package: "swift-http-types", condition: server),
                .product(name: "Hummingbird", package: "hummingbird", condition: server),
                .product(name: "HummingbirdTesting", package: "hummingbird", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "AllocationTrackingTests",
            dependencies: [
                "AllocationTesting",
                "AllocationTracking",
                "CHooksChecks",
                "Randomness",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "AllocationTestingTests",
            dependencies: [
                "AllocationTesting",
                "AllocationTracking",
                "ObjectPools",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "CheckupTests",
            dependencies: [
                "BuildProducts",
                "Checkup",
                "Profiles",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "EscapeAnalysisTests",
            dependencies: [
                "BuildProducts",
                "Damage",
                "EscapeAnalysis",
                "Profiles",
                "Randomness",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "ExperimentsTests",
            dependencies: [
                "Experiments",
                "Randomness",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "HooksTests",
            dependencies: [
                "BuildProducts",
                "CHooksChecks",
                "Damage",
                "Profiles",
                "Randomness",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "ObjectPoolsTests",
            dependencies: [
                "AllocationTesting",
                "BuildProducts",
                "ObjectPools",
                "PoolHammer",
                "Randomness",
                "Scheduling",
                "SnippetCompiler",
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "MemoryTuningTests",
            dependencies: [
                "AllocationTesting",
                "AllocationTracking",
                "BuildProducts",
                "MemoryTuning",
                "ObjectPools",
                "Randomness",
                "Scheduling",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["Server"])
                ),
                .product(
                    name: "ServiceLifecycleTestKit",
                    package: "swift-service-lifecycle",
                    condition: .when(traits: ["Server"])
                ),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(name: "QuantitiesTests", dependencies: ["Quantities"], swiftSettings: swiftSettings),

        .testTarget(
            name: "PprofTests",
            dependencies: ["CZlib", "Damage", "Profiles", "Randomness"],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "ProfilesTests",
            dependencies: ["CTrimtabPlatform", "Damage", "Profiles", "Randomness"],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "ProfileReportsTests",
            dependencies: ["Damage", "ProfileReports", "Profiles", "Randomness"],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "ProfilingTests",
            dependencies: [
                "BuildProducts",
                "ObjectPools",
                "Profiles",
                "Profiling",
                "Scheduling",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "InMemoryLogging", package: "swift-log"),
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Instrumentation", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "DiagnosticsServerTests",
            dependencies: [
                "BuildProducts",
                "Damage",
                "DiagnosticsServer",
                "Profiles",
                "Randomness",
                .product(name: "HTTPTypes", package: "swift-http-types", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "TelemetryTests",
            dependencies: [
                "Collector",
                "Damage",
                "Profiles",
                "Randomness",
                "Telemetry",
                .product(name: "CoreMetrics", package: "swift-metrics", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
                .product(name: "NIOPosix", package: "swift-nio", condition: server),
                .product(name: "NIOSSL", package: "swift-nio-ssl", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: server),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: server),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "TrimtabTests",
            dependencies: [
                "AllocationTracking",
                "BuildProducts",
                "Collector",
                "DiagnosticsServer",
                "MemoryTuning",
                "ObjectPools",
                "Profiles",
                "Profiling",
                "Quantities",
                "Randomness",
                "Telemetry",
                "Trimtab",
                .product(name: "Configuration", package: "swift-configuration", condition: server),
                .product(name: "CoreMetrics", package: "swift-metrics", condition: server),
                .product(name: "InMemoryLogging", package: "swift-log", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: server),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: server),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf", condition: server),
                .product(name: "Tracing", package: "swift-distributed-tracing", condition: server),
            ],
            swiftSettings: swiftSettings
        ),

        .testTarget(
            name: "TrimtabCommandTests",
            dependencies: [
                "BuildProducts",
                "Profiles",
                "TrimtabCommand",
                "TrimtabCommands",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: swiftSettings
        ),
    ],
    cLanguageStandard: .gnu11
)

// A build of some tests alone: scripts/peers/check-optimised.sh names them, separated by blanks.
if let tests = Context.environment["TRIMTAB_TESTS"]?.split(separator: " ").map(String.init) {
    package.targets.removeAll { $0.type == .test && !tests.contains($0.name) }
}
