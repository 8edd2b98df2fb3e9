#if Server

import Foundation
import Testing

@testable import Telemetry

/// What is known of the process.
struct ResourceTests {
    private static let id = String(repeating: "0123456789abcdef", count: 4)

    @Test func itSaysWhatProcessHostAndLibraryItIs() throws {
        let resource = TelemetryResource(.default)
        #expect(resource["process.pid"] == .number(Int64(ProcessInfo.processInfo.processIdentifier)))
        #expect(resource["process.runtime.name"] == .text("swift"))
        #expect(resource["telemetry.sdk.language"] == .text("swift"))
        #expect(resource["telemetry.sdk.name"] == .text("trimtab"))
        let required = [
            "process.executable.name", "process.executable.path", "process.runtime.version", "host.name", "host.arch",
            "os.type", "service.instance.id", "telemetry.sdk.version",
        ]
        for name in required { #expect(resource[name] != nil, "\(name)") }
        let name = try #require(resource["service.name"]?.description)
        #expect(name.hasPrefix("unknown_service:"))
    }

    @Test func theConfigurationWinsAndTheServicesNameWinsOverAll() {
        var configuration = TelemetryConfiguration()
        configuration.resourceAttributes = [("service.name", "attribute"), ("host.name", "mine"), ("team", "a")]
        #expect(TelemetryResource(configuration)["service.name"] == .text("attribute"))
        configuration.serviceName = "orders"
        let resource = TelemetryResource(configuration)
        #expect(resource["service.name"] == .text("orders"))
        #expect(resource["host.name"] == .text("mine"))
        #expect(resource["team"] == .text("a"))
    }

    @Test func theContainerIsFoundInControlGroupsAndMounts() {
        let id = Self.id
        #expect(ContainerID.inControlGroups("12:cpu:/docker/\(id)\n0::/\n") == id)
        #expect(ContainerID.inControlGroups("0::/kubepods.slice/pod1.slice/cri-containerd-\(id).scope\n") == id)
        #expect(ContainerID.inControlGroups("0::/user.slice/session-2.scope\n") == nil)
        let mount = "612 600 0:50 /var/lib/docker/containers/\(id)/hostname /etc/hostname rw - ext4 /dev/sda rw\n"
        #expect(ContainerID.inMounts(mount) == id)
        let pod =
            "1 2 0:3 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/\(id)/hostname /etc/hostname rw - x y z\n"
        #expect(ContainerID.inMounts(pod) == id)
        #expect(ContainerID.inMounts("612 600 0:50 / / rw - ext4 /dev/sda rw\n") == nil)
        #expect(ContainerID.inMounts("") == nil)
    }
}

#endif
