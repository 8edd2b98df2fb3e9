#!/bin/sh
# Makes the Swift files of Sources/Telemetry/Protobuf from the definitions beside them. Only needed after a change of those:
# the result is committed. Needs protoc (Debian: protobuf-compiler); builds protoc-gen-swift from swift-protobuf's sources,
# which takes about a minute, unless PROTOC_GEN_SWIFT names one.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
folder=Sources/Telemetry/Protobuf
command -v protoc >/dev/null 2>&1 || { echo "protobuf: there is no protoc (Debian: protobuf-compiler)" >&2; exit 1; }
plugin=${PROTOC_GEN_SWIFT:-}
if [ -z "$plugin" ]; then
  [ -d .build/checkouts/swift-protobuf ] || $SWIFT package resolve
  $SWIFT build -c release --package-path .build/checkouts/swift-protobuf --scratch-path .build/protobuf \
    --product protoc-gen-swift
  plugin=.build/protobuf/release/protoc-gen-swift
fi
rm -f "$folder"/Generated/*.pb.swift
mkdir -p "$folder/Generated"
protoc --plugin=protoc-gen-swift="$plugin" --proto_path="$folder/Definitions" \
  --swift_out="$folder/Generated" --swift_opt=Visibility=Package --swift_opt=UseAccessLevelOnImports=true \
  "$folder"/Definitions/*.proto
# The whole module stands behind the package trait Server.
for file in "$folder"/Generated/*.pb.swift; do
  { echo "#if Server"; cat "$file"; echo "#endif"; } > "$file.guarded"
  mv "$file.guarded" "$file"
done
