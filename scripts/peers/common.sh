# What the checks share; read by each with `.`: the work folder, the program that is watched, `need`, and builds.
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
formatter=$(scripts/toolchain.sh swift-format)
sources=.build/checkouts/swift-nio/Sources

# Skips the check if a program that it needs is missing.
need() {
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 || { echo "skipped check: there is no $program"; exit 77; }
  done
}

# The programs of the tests. As for the tests: products alone are built with other flags, and all would be built twice.
build_tests() {
  "${SWIFT:-swift}" build --build-tests > "$folder/build" 2>&1 || { tail -n 5 "$folder/build"; exit 1; }
}

# Products in optimised builds without what a server brings along, which takes longest to build; they are then in
# .build/optimised/release.
build_optimised() {
  export TRIMTAB_TESTS="AllocationTestingTests AllocationTrackingTests MemoryTuningTests ObjectPoolsTests ZeroAllocationTests"
  optimised="-c release -Xswiftc -enable-testing --scratch-path .build/optimised --disable-default-traits"
  for product in "$@"; do
    # shellcheck disable=SC2086
    "${SWIFT:-swift}" build $optimised --product "$product" > "$folder/build" 2>&1 || { tail -n 5 "$folder/build"; exit 1; }
  done
}

# Watches `swift-format lint` of a large folder; the arguments are options of `trimtab run`.
lint() {
  .build/release/trimtab run "$@" -- "$formatter" lint -r "$sources" >/dev/null 2>"$folder/errors" ||
    [ "$?" -eq 1 ] || { tail -n 3 "$folder/errors"; exit 1; }
}
