# What the checks share; read by each with `.`: the work folder, the program that is watched, and `need`.
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

# Watches `swift-format lint` of a large folder; the arguments are options of `trimtab run`.
lint() {
  .build/release/trimtab run "$@" -- "$formatter" lint -r "$sources" >/dev/null 2>"$folder/errors" ||
    [ "$?" -eq 1 ] || { tail -n 3 "$folder/errors"; exit 1; }
}
