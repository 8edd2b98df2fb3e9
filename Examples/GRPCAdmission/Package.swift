// swift-tools-version: 6.2
import PackageDescription

// A package of its own: nobody who uses Trimtab shall have to fetch gRPC.
let package = Package(
    name: "GRPCAdmission",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "trimtab", path: "../..", traits: []),
        .package(url: "https://github.com/grpc/grpc-swift-2.git", from: "2.4.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.14.0"),
    ],
    targets: [
        .target(
            name: "GRPCAdmission",
            dependencies: [
                .product(name: "GRPCCore", package: "grpc-swift-2"), .product(name: "MemoryTuning", package: "trimtab"),
            ],
            path: "Sources"
        ),
        .testTarget(
            name: "GRPCAdmissionTests",
            dependencies: [
                "GRPCAdmission",
                .product(name: "GRPCInProcessTransport", package: "grpc-swift-2"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests"
        ),
    ]
)
