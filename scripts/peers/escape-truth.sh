#!/bin/sh
# What `trimtab escape` says of packages, against every allocation of a real run of them. Prints for each package how many
# executed sites were found, at the right function and line, and names those that were missed.
# ESCAPE_PACKAGES names those that are checked; without it, all.
set -eu
. "$(dirname "$0")/common.sh"
need python3
[ "$(uname -m)" = x86_64 ] || { echo "skipped check: what a program enters is noted on x86-64 alone"; exit 77; }
trimtab=$PWD/.build/release/trimtab
recipes=$PWD/scripts/peers/escape
failed=0

# A copy of a package with the workload as one more target of it.
prepare() { # checkout, workload, dependencies of the workload as Swift
  cp -R "$1" "$folder/$2"
  rm -rf "$folder/$2/.git" "$folder/$2/.build" "$folder/$2/Snippets"
  mkdir "$folder/$2/TruthWorkload"
  cp "$recipes/$2.swift" "$folder/$2/TruthWorkload/main.swift"
  cat >> "$folder/$2/Package.swift" <<SWIFT

package.targets.append(
  .executableTarget(name: "TruthWorkload", dependencies: [$3], path: "TruthWorkload")
)
package.products.append(.executable(name: "TruthWorkload", targets: ["TruthWorkload"]))
SWIFT
}

# The checkout of a package of ours, or of the folder with copies of packages that git is told to read.
checkout() { # owner/name, version
  if [ -d ".build/checkouts/${1#*/}" ]; then
    echo "$PWD/.build/checkouts/${1#*/}"
  else
    git clone -q -c advice.detachedHead=false --branch "$2" "https://github.com/$1.git" "$folder/clone-${1#*/}" >&2
    echo "$folder/clone-${1#*/}"
  fi
}

for package in ${ESCAPE_PACKAGES:-examples algorithms argument-parser collections nio hummingbird}; do
  case $package in
    examples)
      mkdir -p "$folder/source-examples/Sources"
      cp -R Tests/Workloads/EscapeTable "$folder/source-examples/Sources/Planted"
      cp -R Examples/EscapeExamples Sources/ZeroAllocation "$folder/source-examples/Sources"
      cp "$recipes/examples-package.swift" "$folder/source-examples/Package.swift"
      prepare "$folder/source-examples" examples '"Planted"'
      targets="Planted EscapeExamples ZeroAllocation" ;;
    algorithms)
      prepare "$(checkout apple/swift-algorithms 1.2.1)" algorithms '"Algorithms"'
      targets="Algorithms" ;;
    argument-parser)
      prepare "$(checkout apple/swift-argument-parser 1.8.2)" argument-parser '"ArgumentParser"'
      targets="ArgumentParser ArgumentParserToolInfo" ;;
    collections)
      prepare "$(checkout apple/swift-collections 1.6.0)" collections '"Collections", "BitCollections", "DequeModule", "HashTreeCollections", "HeapModule", "OrderedCollections"'
      targets="BitCollections DequeModule HashTreeCollections HeapModule InternalCollectionsUtilities OrderedCollections" ;;
    nio)
      prepare "$(checkout apple/swift-nio 2.101.2)" nio '"NIOCore", "NIOEmbedded"'
      targets="NIOCore NIOEmbedded NIOConcurrencyHelpers _NIODataStructures _NIOBase64" ;;
    hummingbird)
      prepare "$(checkout hummingbird-project/hummingbird 2.28.1)" hummingbird '"Hummingbird", "HummingbirdCore"'
      targets="Hummingbird HummingbirdCore" ;;
    *) echo "$package: no such package"; exit 1 ;;
  esac
  mkdir -p "$folder/$package-work"
  TRUTH_TARGETS=$targets python3 "$recipes/truth.py" "$package" "$folder/$package" "$folder/$package-work" "$trimtab" ||
    failed=1
done
exit $failed
