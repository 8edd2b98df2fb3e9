// swift-tools-version: 6.2
import PackageDescription

let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

// A package of its own, so that nobody who uses Trimtab gets what its benchmarks need.
let package = Package(
    name: "trimtab-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "trimtab", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.0", traits: []),
    ],
    targets: [
        // What the programs in Peers are compared with. It must not bring the hooks along.
        .target(name: "PeerMeasurement", swiftSettings: swiftSettings),

        .executableTarget(
            name: "PoolPeer",
            dependencies: [
                "PeerMeasurement",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ObjectPools", package: "trimtab"),
            ],
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "TelemetryPeer",
            dependencies: [
                "PeerMeasurement",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Telemetry", package: "trimtab"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "ZeroAllocationPeer",
            dependencies: [
                "PeerMeasurement",
                .product(name: "AllocationTracking", package: "trimtab"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "ZeroAllocation", package: "trimtab"),
            ],
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "StatisticsPeer",
            dependencies: [
                "PeerMeasurement",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MemoryTuning", package: "trimtab"),
            ],
            swiftSettings: swiftSettings
        ),

        // What only optimised code keeps to. Here, for all that Telemetry needs is built optimised here already.
        .testTarget(
            name: "TelemetryAllocationTests",
            dependencies: [
                .product(name: "AllocationTesting", package: "trimtab"),
                .product(name: "AllocationTracking", package: "trimtab"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Telemetry", package: "trimtab"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: swiftSettings
        ),

        .executableTarget(
            name: "Pools",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "ObjectPools", package: "trimtab"),
            ],
            path: "Benchmarks/Pools",
            swiftSettings: swiftSettings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ]
)
