#!/bin/sh
# The page of `trimtab report --html` in a browser: reports of real programs, used as a person would use them.
# PAGE_SCREENSHOTS names a folder that keeps the pictures.
set -eu
. "$(dirname "$0")/common.sh"
need chromium chromedriver python3
SWIFT=${SWIFT:-swift}
# shellcheck disable=SC2086
$SWIFT build -c release ${RELEASE_FLAGS:-} --product OrderService

trimtab() { .build/release/trimtab "$@"; }
docc=$(scripts/toolchain.sh docc)
lint -q -o "$folder/swift-format.trimtab"
mkdir "$folder/Notes.docc"
printf '# Notes\n\nA page.\n' > "$folder/Notes.docc/Notes.md"
trimtab run -q --interval 16KiB -o "$folder/docc.trimtab" -- "$docc" convert "$folder/Notes.docc" \
  --fallback-display-name Notes --fallback-bundle-identifier org.example.notes --output-dir "$folder/archive" > /dev/null 2>&1
trimtab run -q --cpu --interval 64KiB -o "$folder/OrderService.trimtab" -- .build/release/OrderService --port 0 \
  --leak-sessions --load 4 --duration 6 > /dev/null 2>&1
for name in swift-format docc OrderService; do
  trimtab report "$folder/$name.trimtab" --html "$folder/$name.html" --json "$folder/$name.json" > /dev/null
done
python3 scripts/peers/hostile.py "$folder/hostile.pb.gz"
trimtab report "$folder/hostile.pb.gz" --html "$folder/hostile.html" --json "$folder/hostile.json" > /dev/null
python3 scripts/peers/page.py "$folder" "${PAGE_SCREENSHOTS:-$folder}"
