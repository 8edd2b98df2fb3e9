// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "examples",
    targets: [
        .target(name: "Planted", dependencies: ["EscapeExamples", "ZeroAllocation"]),
        .target(name: "EscapeExamples", exclude: ["README.md"]),
        .target(
            name: "ZeroAllocation",
            swiftSettings: [.enableExperimentalFeature("Lifetimes"), .enableUpcomingFeature("ExistentialAny")]
        ),
    ]
)
