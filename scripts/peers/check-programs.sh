#!/bin/sh
# Programs of all kinds are under `trimtab run` as they are without: the same output to the byte, the same exit status or
# signal; their reports have every documented key, and name a planted leak first, by function and source line.
set -eu
. "$(dirname "$0")/common.sh"
need python3
[ -x .build/release/trimtab ] || { echo "skipped check: there is no .build/release/trimtab: run make build"; exit 77; }
swift=${SWIFT:-swift}
root=$PWD

# A program with a leak, one loop that only churns, and several ways to end.
mkdir -p "$folder/planted/Sources/planted" "$folder/Notes.docc"
cat > "$folder/planted/Package.swift" <<'SWIFT'
// swift-tools-version: 6.0
import PackageDescription

let package = Package(name: "planted", targets: [.executableTarget(name: "planted")])
SWIFT
cat > "$folder/planted/Sources/planted/main.swift" <<'SWIFT'
import Glibc

final class Session {
    let history: [UInt8]
    init(_ size: Int) { history = [UInt8](repeating: 1, count: size) }
}
nonisolated(unsafe) var sessions: [Session] = []

@inline(never) func leakSessions(_ count: Int) {
    for _ in 0..<count { sessions.append(Session(4096)) }
}
@inline(never) func churn(_ count: Int) -> Int {
    var sum = 0
    for index in 0..<count { sum &+= (0..<100).map { $0 &* index }[index % 100] }
    return sum
}
@inline(never) func recurse(_ depth: Int) -> Int {
    let block = malloc(64)
    defer { free(block) }
    return depth == 0 ? sessions.count : recurse(depth - 1) &+ (block == nil ? 1 : 2)
}
let attributesOfThread = unsafeBitCast(
    dlsym(nil, "pthread_getattr_np"),
    to: (@convention(c) (pthread_t, UnsafeMutablePointer<pthread_attr_t>) -> Int32)?.self
)
func thread(_ body: @escaping @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?) -> pthread_t {
    var result = pthread_t()
    pthread_create(&result, nil, body, nil)
    return result
}

print(churn(50_000))
leakSessions(10_000)
print(sessions.count)
fflush(nil)
switch CommandLine.arguments.dropFirst().first {
case "trap": _ = sessions[CommandLine.arguments.count &+ 20_000]
case "segv": UnsafeMutablePointer<Int>(bitPattern: 16)!.pointee = 1
case "kill": kill(getpid(), SIGKILL)
case "recurse": print(recurse(50_000))
case "overflow": print(recurse(.max))
case "exit-in-thread":
    _ = thread { _ in exit(9) }
    while true { pause() }
case "quick-exit": _exit(7)
case "close-all":
    for descriptor in 0..<Int32(4096) { close(descriptor) }
    exit(churn(1000) == 0 ? 1 : 5)
case "stack-first":
    // A thread whose first allocation is inside pthread_getattr_np, as in a JVM.
    pthread_join(thread { _ in
        var attributes = pthread_attr_t()
        _ = attributesOfThread?(pthread_self(), &attributes)
        return nil
    }, nil)
case "threads":
    for _ in 0..<30 {
        let threads = (0..<100).map { _ in thread { _ in free(malloc(1000)); usleep(100); return nil } }
        for one in threads { pthread_join(one, nil) }
    }
default: break
}
SWIFT
printf '# Notes\n\nAbout notes.\n\n## Topics\n\n- <doc:More>\n' > "$folder/Notes.docc/Notes.md"
printf '# More\n\nMore about them.\n' > "$folder/Notes.docc/More.md"

build() { # name, further arguments
  name=$1
  shift
  "$swift" build --package-path "$folder/planted" --scratch-path "$folder/build-$name" -c release "$@" \
    > "$folder/build-$name.log" 2>&1 || { tail -n 20 "$folder/build-$name.log"; exit 1; }
  cp "$folder/build-$name/release/planted" "$folder/$name"
}
build static --static-swift-stdlib
build stripped --static-swift-stdlib -Xlinker -s
"$(scripts/toolchain.sh swiftc)" -O "$folder/planted/Sources/planted/main.swift" -o "$folder/plain"

TRIMTAB="$root/.build/release/trimtab" FOLDER="$folder" FORMATTER="$formatter" SOURCES="$root/$sources" \
  DOCC="$(scripts/toolchain.sh docc)" SWIFT_PROGRAM="$(scripts/toolchain.sh swift)" \
  python3 scripts/peers/programs.py
