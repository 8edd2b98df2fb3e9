#!/bin/sh
# `trimtab pgo` on a small package: the profile is the toolchain's own, the guided build runs, a ratio is reported.
set -eu
. "$(dirname "$0")/common.sh"
profdata=$(scripts/toolchain.sh llvm-profdata)
trimtab=$PWD/.build/release/trimtab
mkdir -p "$folder/small/Sources/small" && cd "$folder/small"
cat > Package.swift <<'MANIFEST'
// swift-tools-version: 6.0
import PackageDescription
let package = Package(name: "small", targets: [.executableTarget(name: "small")])
MANIFEST
cat > Sources/small/main.swift <<'SOURCE'
protocol Shape { func area(_ scale: Int) -> Int }
struct Square: Shape { var side: Int; func area(_ scale: Int) -> Int { side &* side &* scale } }
final class Circle: Shape { let radius = 3; func area(_ scale: Int) -> Int { radius &* 22 / 7 &+ scale } }
@inline(never) func total(_ shapes: [any Shape]) -> Int {
    var sum = 0
    for round in 0..<400 { for shape in shapes { sum &+= shape.area(round) } }
    return sum
}
// Never runs: compilers have failed on the counts of such branches.
@inline(never) func unused(_ number: Int) -> Int { if number % 3 == 0 { number / 3 } else { number &* 7 } }
if CommandLine.arguments.count > 9 { print(unused(CommandLine.arguments.count)) }
let shapes: [any Shape] = (0..<20_000).map { $0 % 50 == 0 ? Circle() as any Shape : Square(side: $0) }
print(total(shapes))
SOURCE
"$trimtab" pgo -q --product small --workload "{program}" --rounds 3 --json report.json
python3 - <<'CHECK'
import json
report = json.load(open("report.json"))
assert report["verdict"] in ("worthIt", "notWorthIt", "worse"), report
assert 0.05 < report["cpu"]["estimate"] < 20, report
print("CPU time with the profile against without:", report["cpu"])
CHECK
"$profdata" show --all-functions .trimtab/small.profdata | grep -q "total" || { echo "the profile lacks the hot function"; exit 1; }
built=$(stat -c %y .build/trimtab-pgo/guided/release/small)
"$trimtab" pgo -q --product small --workload "{program}; {program}" --rounds 3 > /dev/null
[ "$built" != "$(stat -c %y .build/trimtab-pgo/guided/release/small)" ] ||
  { echo "a new profile does not lead to a new build"; exit 1; }
code=0
"$trimtab" pgo -q --product small --workload "true" --rounds 3 2> errors || code=$?
[ "$code" -eq 3 ] && grep -q "left no profile" errors || { cat errors; echo "an idle workload is not told"; exit 1; }
