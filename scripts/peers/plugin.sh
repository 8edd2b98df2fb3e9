#!/bin/sh
# `swift package escape-report` in a package that depends on Trimtab: the plugin names what allocates, with its baseline ends
# as it should, and builds no server. Part of `make soak`: it builds for minutes.
set -eu
. "$(dirname "$0")/common.sh"
swift=${SWIFT:-swift}
# Under a name of its own: a package is called after its folder.
ln -s "$PWD" "$folder/trimtab"
mkdir -p "$folder/small/Sources/small" && cd "$folder/small"
cat > Package.swift <<MANIFEST
// swift-tools-version: 6.2
import PackageDescription
let package = Package(
    name: "small", platforms: [.macOS(.v15)], dependencies: [.package(path: "../trimtab")],
    targets: [.executableTarget(name: "small")]
)
MANIFEST
cat > Sources/small/main.swift <<'SOURCE'
final class Box { var number = 0 }
@inline(never) func boxes(_ count: Int) -> [Box] {
    (0..<count).map { number in
        let box = Box()
        box.number = number
        return box
    }
}
print(boxes(CommandLine.arguments.count).count)
SOURCE

report() { "$swift" package --allow-writing-to-package-directory escape-report --quiet "$@"; }
report --write-baseline escape.json > findings || { cat findings; exit 1; }
grep 'Sources/small/main.swift:4:.*heap: an instance of Box is made' findings || { cat findings; exit 1; }
report --baseline escape.json --fail-on-new > known || { cat known; exit 1; }
echo 'print([Box()].count + boxes(2).count)' >> Sources/small/main.swift
if report --baseline escape.json --fail-on-new > new 2> errors; then echo "a new finding is not said"; cat new; exit 1; fi
grep 'not in the baseline' errors
[ -z "$(find .build -path '*BoringSSL*' -name '*.o' | head -n 1)" ] || { echo "the plugin builds a server"; exit 1; }
