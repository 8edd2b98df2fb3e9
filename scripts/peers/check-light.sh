#!/bin/sh
# A package that takes only ObjectPools and MemoryTuning, without traits, fetches nothing of a server's. Prints how long its
# first build takes.
set -eu
. "$(dirname "$0")/common.sh"
SWIFT=${SWIFT:-swift}
here=$PWD

# As others would get it, with what is not committed yet.
mkdir -p "$folder/trimtab" "$folder/light/Sources/Light"
git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- -cf - 2>/dev/null |
  tar -xf - -C "$folder/trimtab"
cd "$folder/trimtab"
git init -q
git add -A
git -c user.name=check -c user.email=check@localhost commit -qm "As it is"
cat > "$folder/light/Package.swift" <<MANIFEST
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "light",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "file://$folder/trimtab", revision: "$(git rev-parse HEAD)", traits: [])],
    targets: [
        .executableTarget(
            name: "Light",
            dependencies: [
                .product(name: "MemoryTuning", package: "trimtab"),
                .product(name: "ObjectPools", package: "trimtab"),
            ]
        )
    ]
)
MANIFEST
cat > "$folder/light/Sources/Light/Light.swift" <<'SOURCE'
import MemoryTuning
import ObjectPools

@main
struct Light {
    static func main() {
        let pool = BufferPool(name: "buffers")
        pool.withBuffer(minimumCapacity: 100) { $0.append(1) }
        print("buffers lent: \(pool.statistics.gets), resident: \(MemoryStatistics.read().process.resident ?? 0)")
    }
}
SOURCE
cd "$folder/light"
$SWIFT package resolve > resolve.log 2>&1 || { cat resolve.log; exit 1; }
start=$(date +%s)
$SWIFT build > build.log 2>&1 || { cat build.log; exit 1; }
echo "built in $(($(date +%s) - start)) s, with" $(ls .build/checkouts)
.build/debug/Light
for server in hummingbird swift-nio swift-nio-ssl async-http-client swift-protobuf swift-service-lifecycle; do
  [ ! -e ".build/checkouts/$server" ] || { echo "a package that takes only pools and tuning gets $server"; exit 1; }
done
cd "$here"
