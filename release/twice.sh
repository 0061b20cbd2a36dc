#!/usr/bin/env bash
# Whether a release is the same bytes each time: builds the last commit twice, in two clones under other paths, with other time zones,
# languages and file masks, and compares what came out. Ends with "same" (exit status 0) or says which files differ, and where
# inside them. Takes a few minutes. Images are compared file by file where a Docker engine answers; their class caches differ.
#   KEEP=yes keeps both builds
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
finish() {
  if [ -n "${KEEP:-}" ]; then echo "kept: $work"; else rm -rf "$work"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# build FROM DIRECTORY REGISTRY: a release of the last commit of FROM in a clone of its own.
build() {
  git clone -q --no-hardlinks "$1" "$2"
  echo "building $(git -C "$2" rev-parse --short HEAD) in $2"
  (cd "$2" && REGISTRY=$3 ./mvnw -B -q -Prelease -Dmaven.test.skip=true package) >"$2.log" 2>&1 || {
    tail -n 30 "$2.log" >&2
    exit 1
  }
}

# list DIRECTORY ARCHIVE: what the archive holds, with modes, owners, times and digests.
list() {
  local unpacked=$1/unpacked
  rm -rf "$unpacked" && mkdir -p "$unpacked"
  case $2 in
    *.zip) unzip -q "$2" -d "$unpacked" ;;
    *) tar tvzf "$2" --full-time && tar xzf "$2" -C "$unpacked" ;;
  esac
  (cd "$unpacked" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum)
}

# files IMAGE: each file of the service in an image with its digest, without the class cache.
files() {
  local container
  container=$(docker create "$1")
  docker cp "$container:/app" - | tar x -C "$2"
  docker rm "$container" >/dev/null
  (cd "$2" && find . -type f ! -name app.aot | LC_ALL=C sort | xargs -d '\n' sha256sum)
}

first=$work/a
second=$work/another-place/b
mkdir "$work/another-place"
(umask 022 && TZ=UTC LC_ALL=C build . "$first" p2pd-first)
# From the first clone: commits may come here meanwhile.
(umask 077 && TZ=Asia/Kolkata LC_ALL=C.UTF-8 build "$first" "$second" p2pd-second)

code=0
cat "$first/release/target/release/SHA256SUMS"
if ! diff "$first/release/target/release/SHA256SUMS" "$second/release/target/release/SHA256SUMS" >"$work/differing"; then
  code=1
  for name in $(sed -n 's/^< [0-9a-f]*  //p' "$work/differing"); do
    echo "differs: $name"
    case $name in
      *gz | *.zip)
        diff <(list "$work/x" "$first/release/target/release/$name") <(list "$work/y" "$second/release/target/release/$name") | head -n 40 || true
        ;;
      *) diff "$first/release/target/release/$name" "$second/release/target/release/$name" | head -n 40 || true ;;
    esac
  done
fi
(cd "$first/release/target/release" && sha256sum --quiet -c SHA256SUMS)

# The chart's package is the chart.
mkdir "$work/chart" && tar xzf "$first"/release/target/release/p2pd-*.tgz -C "$work/chart"
diff -r "$first/k8s/p2pd" "$work/chart/p2pd" || code=1

if grep -q sha256: "$first/release/target/release/images.txt"; then
  paste -d ' ' "$first/release/target/release/images.txt" "$second/release/target/release/images.txt" | while read -r one _ other _; do
    mkdir -p "$work/one" "$work/other"
    diff <(files "$one" "$work/one") <(files "$other" "$work/other") || exit 1
    echo "$one: the same files"
    rm -rf "$work/one" "$work/other"
    docker rmi "$one" "$other" >/dev/null
  done || code=1
else
  cat "$first/release/target/release/images.txt"
fi

[ "$code" = 0 ] && echo same
exit "$code"
