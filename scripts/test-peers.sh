#!/bin/sh
# Runs every check in scripts/peers: each holds Trimtab against another tool, an emulator, or the kernel. Exit status 77
# of a check means skipped, for the reason that it printed.
set -eu
cd "$(dirname "$0")/.."
passed=0 skipped=0 failed=0
failures=.build/peer-failures.txt
rm -f "$failures"

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
  scripts/peers/install.sh || echo "test-peers: not all peers could be installed" >&2
fi
for check in scripts/peers/check-*.sh; do
  name=$(basename "$check" .sh)
  echo "== $name"
  start=$(date +%s)
  log=.build/$name.log
  {
    code=0
    "$check" 2>&1 || code=$?
    echo "$code" > "$log.status"
  } | tee "$log"
  status=$(cat "$log.status")
  echo "$name took $(($(date +%s) - start)) s"
  case $status in
    0) passed=$((passed + 1)) ;;
    77) skipped=$((skipped + 1)) ;;
    *)
      failed=$((failed + 1))
      { echo "FAILED: $name (status $status), whose output ended with:"; tail -n 20 "$log"; } | tee -a "$failures" ;;
  esac
done
echo
echo "test-peers: $passed passed, $skipped skipped, $failed failed"
[ "$failed" -eq 0 ]
