/// What is checked. Names and anchors are those of the documentation page.
package enum CheckTopic: String, Sendable, Codable, CaseIterable {
    case hugePages = "transparent-huge-pages"
    case overcommit
    case memoryLimit = "memory-limit"
    case kubernetesResources = "kubernetes-resources"
    case swap
    case swappiness
    case pressure = "pressure-information"
    case mappings = "memory-mappings"
    case openFiles = "open-files"
    case addressSpace = "address-space"
    case fileSize = "file-size"
    case allocator
    case allocatorSettings = "allocator-settings"
    case arenas
    case linking = "static-linking"
    case framePointers = "frame-pointers"
    case debugInformation = "debug-information"

    /// As people read it.
    package var title: String {
        rawValue.replacing("-", with: " ")
    }

    /// Where the documentation says more.
    package var link: String { "docs/doctor.md#\(rawValue)" }
}
