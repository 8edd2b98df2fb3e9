#!/bin/sh
# Builds each library's documentation into .build/documentation.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
mkdir -p .build/documentation  # docc makes no folders above its own
for target in AllocationTesting AllocationTracking EscapeAnalysis MemoryTuning ObjectPools Profiles ProfileReports Profiling Telemetry Trimtab TrimtabHummingbird ZeroAllocation; do
  $SWIFT package --allow-writing-to-directory .build/documentation \
    generate-documentation --target "$target" --output-path ".build/documentation/$target"
done
echo "Documentation is in .build/documentation"
