import Foundation

/// Where the programs are that tests run.
public enum BuildProducts {
    /// The folder of the products of the build that the running tests belong to.
    public static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    /// The package's own folder.
    public static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// The path of a program that the package builds.
    public static func path(of product: String) -> String {
        "\(folder)/\(product)"
    }
}
