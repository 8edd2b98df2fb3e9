internal import Foundation

/// The settings of a candidate in the forms in which deployments want them.
package struct Fragments: Sendable {
    /// Sorted by name.
    private let variables: [(name: String, value: String)]
    private let package: String?

    package init(_ candidate: Candidate) {
        variables = candidate.changes(to: [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        package = candidate.library.flatMap(AllocatorLibraries.package(ofLibrary:))
    }

    /// For a shell: `export NAME=value`.
    package var shell: String {
        variables.map { "export \($0.name)=\(Self.shellQuoted($0.value))\n" }.joined()
    }

    /// For a Dockerfile of Debian or Ubuntu.
    package var dockerfile: String {
        var text = "# Chosen by trimtab tune.\n"
        if let package {
            text += "RUN apt-get update && apt-get install -y --no-install-recommends \(package)"
            text += " && rm -rf /var/lib/apt/lists/*\n"
        }
        for variable in variables {
            let value = variable.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
                "$",
                with: "\\$"
            )
            text += "ENV \(variable.name)=\"\(value)\"\n"
        }
        return text
    }

    /// For `/etc/systemd/system/NAME.service.d/`.
    package var systemd: String {
        var text = "# Chosen by trimtab tune.\n[Service]\n"
        for variable in variables {
            let value = variable.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
                "%",
                with: "%%"
            )
            text += "Environment=\"\(variable.name)=\(value)\"\n"
        }
        return text
    }

    /// For a container in a pod's specification.
    package var kubernetes: String {
        var text = "# Chosen by trimtab tune.\nenv:\n"
        for variable in variables {
            // A string of YAML in double quotes escapes as one of JSON does.
            let value = variable.value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            text += "  - name: \(variable.name)\n    value: \"\(value)\"\n"
        }
        return text
    }

    /// All of them, by the names of their files.
    package var files: [(name: String, text: String)] {
        [
            ("trimtab-tune.env.sh", shell), ("Dockerfile.fragment", dockerfile), ("trimtab-tune.conf", systemd),
            ("kubernetes-env.yaml", kubernetes),
        ]
    }

    private static func shellQuoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "="):
                true
            default: false
            }
        }
        return isPlain && !text.isEmpty ? text : "'\(text.replacing("'", with: "'\\''"))'"
    }
}
