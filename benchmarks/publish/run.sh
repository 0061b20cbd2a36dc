#!/usr/bin/env bash
# Publishing beside `openssl dgst -sha256`: same machine, same files in the page cache, alternating. Ours computes two
# digests of every byte (of its block and of the file), openssl one. The files are moved into the directory of an origin that
# runs and has published another one before. Needs java, openssl, curl.
#   WARM_MIB [512] of that one, 0 = none: the files are there when the origin starts  ONE_MIB [4096]  MANY_FILES [40]  MANY_MIB [100]  ROUNDS [2]  HEAP [256m]  TMPDIR [/tmp]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
one_mib=${ONE_MIB:-4096} many_files=${MANY_FILES:-40} many_mib=${MANY_MIB:-100} rounds=${ROUNDS:-2} heap=${HEAP:-256m} warm_mib=${WARM_MIB:-512}
for tool in java openssl curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install $tool)" >&2; exit 2; }
done

work=$(mktemp -d)
origin=
finish() {
  [ -z "$origin" ] || kill "$origin" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

jar=$(ls "$root"/block-service/target/block-service-*-exec.jar 2>/dev/null | head -1 || true)
if [ -z "$jar" ]; then
  (cd "$root" && ./mvnw -q -B -pl block-service -am package -DskipTests)
  jar=$(ls "$root"/block-service/target/block-service-*-exec.jar | head -1)
fi

need=$(((one_mib + many_files * many_mib) / 1024 + 1))
free=$(df -Pk "$work" | awk 'NR == 2 {printf "%d", $4 / 1048576}')
[ "$free" -gt "$need" ] || { echo "$work has $free GiB free (expected: more than $need; smaller: ONE_MIB, MANY_FILES)" >&2; exit 2; }

# Bytes that do not repeat, made quickly: AES of zeros.
make() { openssl enc -aes-128-ctr -pass "pass:$1" -nosalt -pbkdf2 </dev/zero 2>/dev/null | head -c "$(($2 * 1048576))" >"$1" || true; }
mkdir "$work/one" "$work/many" "$work/live"
make "$work/one/film.mp4" "$one_mib"
for i in $(seq "$many_files"); do make "$work/many/film-$i.mp4" "$many_mib"; done
# Written back first: the kernel would be busy with that while others are measured.
sync
cat "$work"/*/*.mp4 >/dev/null

now() { date +%s.%N; }
gb() { awk "BEGIN {printf \"%.3f\", $1 * 1048576 / 1e9}"; }

# theirs DIRECTORY: seconds of one process that reads all files.
theirs() {
  local start
  start=$(now)
  openssl dgst -sha256 "$work/$1"/*.mp4 >/dev/null
  awk "BEGIN {print $(now) - $start}"
}

# published COUNT, reading: what the origin says of itself. It is not asked often: that takes processor time from it.
published() {
  local health
  for _ in $(seq 300); do
    health=$(curl -fs "http://127.0.0.1:$management/actuator/health/publishing" || true)
    case $health in *"\"published\":$1,"*) return ;; esac
    kill -0 "$origin" 2>/dev/null || { cat "$work/origin.log" >&2; exit 1; }
    sleep 2
  done
  echo "not published after ten minutes: $1 files (the origin says: $health)" >&2
  exit 1
}
reading() { curl -fs "http://127.0.0.1:$management/actuator/metrics/p2pd.publish.reading" | sed 's/.*"value":\([0-9.E-]*\).*/\1/'; }

# ours DIRECTORY COUNT: a new origin with nothing remembered; sets seconds (while it was reading), resident (MiB, peak), cpu.
ours() {
  local port=$((20000 + RANDOM % 10000)) before=0
  management=$((port + 1))
  if [ "$warm_mib" -gt 0 ]; then make "$work/live/warm.mp4" "$warm_mib"; else mv "$work/$1"/*.mp4 "$work/live"; fi
  java -Xmx"$heap" -XX:+UseSerialGC -jar "$jar" --server.port=$port --server.address=127.0.0.1 \
    --management.server.port=$management --management.server.address=127.0.0.1 --p2pd.publish.settle=100ms \
    --p2pd.publish.directory="$work/live" --p2pd.publish.state-directory="$work/state-$port" >"$work/origin.log" 2>&1 &
  origin=$!
  if [ "$warm_mib" -gt 0 ]; then
    published 1
    before=$(reading)
    mv "$work/$1"/*.mp4 "$work/live"
    published $(($2 + 1))
  else
    published "$2"
  fi
  seconds=$(awk "BEGIN {print $(reading) - $before}")
  resident=$(awk '/VmHWM/ {printf "%d", $2 / 1024}' "/proc/$origin/status")
  kill "$origin"
  wait "$origin" 2>/dev/null || true
  origin=
  rm -f "$work/live/warm.mp4"
  mv "$work/live"/*.mp4 "$work/$1"
}

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $(openssl version | cut -d' ' -f1,2), $(java -version 2>&1 | head -1)"
rss=0
for what in "one 1 $one_mib" "many $many_files $((many_files * many_mib))"; do
  read -r directory count mib <<<"$what"
  ours_sum=0 theirs_sum=0
  for round in $(seq "$rounds"); do
    their=$(theirs "$directory")
    ours "$directory" "$count"
    printf '%-5s round %d: openssl %6.2f s, ours %6.2f s (%d MiB resident at most)\n' "$directory" "$round" "$their" "$seconds" "$resident"
    ours_sum=$(awk "BEGIN {print $ours_sum + $seconds}") theirs_sum=$(awk "BEGIN {print $theirs_sum + $their}")
    if [ "$resident" -gt "$rss" ]; then rss=$resident; fi
  done
  rate() { awk "BEGIN {printf \"%.2f\", $(gb "$mib") * $rounds / $1}"; }
  declare "ours_$directory=$(rate "$ours_sum")" "theirs_$directory=$(rate "$theirs_sum")"
done
echo "load average now $(cut -d' ' -f1 /proc/loadavg)"
result() { awk "BEGIN {printf \"RESULT publish %s ours=%s theirs=%s ratio=%.2f\n\", \"$1\", \"$2\", \"$3\", $2 / $3}"; }
result "one-file-gb-per-second" "$ours_one" "$theirs_one"
result "$many_files-files-gb-per-second" "$ours_many" "$theirs_many"
result "resident-mib-of-400" "$rss" 400
