#!/usr/bin/env bash
# The store's eviction policy beside those of Caffeine's simulator (https://github.com/ben-manes/caffeine/wiki/Simulator), on
# traces made here: same requests, same cache size, hit ratios in one table. Needs a JDK 21 or later for the simulator
# (SIMULATOR_JAVA, default: java) and network for its jars on the first run.
#   BLOCKS [5000 10000]  cache sizes, in blocks of a library of 100 000
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
sizes=${BLOCKS:-5000 10000}
simulator_java=${SIMULATOR_JAVA:-java}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

classes="$root/p2pd-store/target/classes"
[ -d "$classes" ] || (cd "$root" && ./mvnw -q -B -pl p2pd-store -am compile)
jars="$root/benchmarks/target/simulator"
if [ ! -d "$jars" ]; then
  (cd "$root" && ./mvnw -q -B -f benchmarks/policy/simulator.xml dependency:copy-dependencies -DoutputDirectory="$jars")
fi
policies=(opt.Clairvoyant linked.Lru linked.Sieve linked.S4Lru two-queue.TwoQueue two-queue.S3Fifo adaptive.Arc irr.Lirs
  sketch.WindowTinyLfu sketch.HillClimberWindowTinyLfu product.Caffeine)

for trace in zipf-scan vod vod-scan; do
  java -cp "$classes" "$here/Policy.java" trace "$trace" "$work/$trace.trace"
  for size in $sizes; do
    ours=$(java -cp "$classes" "$here/Policy.java" ours "$trace" "$size" | awk '/^OURS/ {print $2}')
    options=(-Dcaffeine.simulator.files.paths.0="lirs:$work/$trace.trace" -Dcaffeine.simulator.maximum-size="$size"
      -Dcaffeine.simulator.admission.0=Always)
    for i in "${!policies[@]}"; do options+=("-Dcaffeine.simulator.policies.$i=${policies[$i]}"); done
    "$simulator_java" "${options[@]}" -cp "$jars/*" com.github.benmanes.caffeine.cache.simulator.Simulator >"$work/report.txt" 2>&1 ||
      { tail -20 "$work/report.txt" >&2; exit 1; }
    sed -n 's/ %//; s/^║ \([a-z-]*\.[A-Za-z0-9]*\)[^│]*│ *\([0-9.]*\).*/\1 \2/p' "$work/report.txt" >"$work/report"
    echo "$trace, $size blocks: hits in percent"
    printf '  %-42s %s\n' "p2pd-store S3Fifo" "$ours"
    sort -k2,2nr "$work/report" | awk '{printf "  %-42s %s\n", $1, $2}'
    best=$(awk '$1 !~ /Clairvoyant/ && $2 > best {best = $2} END {print best}' "$work/report")
    lru=$(awk '$1 == "linked.Lru" {print $2}' "$work/report")
    echo "RESULT policy hits-$trace-$size-to-lru ours=$ours theirs=$lru ratio=$(awk "BEGIN {printf \"%.3f\", $ours / $lru}")"
    echo "RESULT policy hits-$trace-$size-to-best ours=$ours theirs=$best ratio=$(awk "BEGIN {printf \"%.3f\", $ours / $best}")"
  done
done
