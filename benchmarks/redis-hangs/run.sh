#!/usr/bin/env bash
# The heap of a tracker whose Redis hangs (SIGSTOP) while announces go on: what lives before, while it hangs, and after.
# Needs java with jcmd, redis-server, redis-cli, wrk.
#   HANG_SECONDS [60]  CONNECTIONS [64]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
hang=${HANG_SECONDS:-60}
connections=${CONNECTIONS:-64}
for tool in java jcmd redis-server redis-cli wrk; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install redis wrk)" >&2; exit 2; }
done

work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill -CONT "$pid" 2>/dev/null || true; kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT INT TERM

jar=$(ls "$root"/tracker-service/target/tracker-service-*-exec.jar 2>/dev/null | head -1 || true)
if [ -z "$jar" ]; then
  (cd "$root" && ./mvnw -q -B -pl tracker-service -am package -DskipTests)
  jar=$(ls "$root"/tracker-service/target/tracker-service-*-exec.jar | head -1)
fi
redis_port=$((20000 + $$ % 10000)) tracker_port=$((20001 + $$ % 10000))
token=the-benchmarks-own-publish-token

await() { for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; exit 1; }

redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >"$work/redis.log" &
redis=$!; started+=("$redis")
await redis-cli -p "$redis_port" ping
java ${TRACKER_JAVA_OPTIONS:--Xmx256m} -jar "$jar" --server.port="$tracker_port" --management.server.port=0 \
  --p2pd.redis.url="redis://127.0.0.1:$redis_port" --p2pd.tracker.publish-token="$token" >"$work/tracker.log" 2>&1 &
tracker=$!; started+=("$tracker")
await curl -fs "http://127.0.0.1:$tracker_port/v1/stats"
java "$root/benchmarks/track/Track.java" prepare "http://127.0.0.1:$tracker_port" "$token" "$redis_port" "$work"

# Of the heap, in KiB: what is used, garbage included; what lives, garbage taken out.
used() { jcmd "$tracker" GC.heap_info | grep -oE 'used [0-9]+K' | head -1 | tr -dc 0-9; }
live() { jcmd "$tracker" GC.class_histogram | awk '/^Total/ {printf "%d", $3 / 1024}'; }
# announces SECONDS: rate of answers, and how many of them were refused.
announces() {
  wrk -t1 -c"$connections" -d"$1s" -s "$root/benchmarks/track/announce.lua" \
    "http://127.0.0.1:$tracker_port" -- "$work/swarm-1000.txt" 0 | grep -E '^(WRK|status)' || true
}

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $connections connections, Redis hangs for $hang s"
announces 20 | sed 's/^/warming up: /'
before=$(live)
echo "before: $((before / 1024)) MiB live"
kill -STOP "$redis"
announces "$hang" >"$work/hang.log" & loading=$!; started+=("$loading")
most=0
# look WHEN: takes the garbage out, too, so the first looks fall into the time in which commands still wait.
look() {
  local now
  now=$(live)
  if [ "$now" -gt "$most" ]; then most=$now; fi
  echo "$1: $((now / 1024)) MiB live, $(( $(used) / 1024 )) MiB used"
}
for _ in 1 2 3 4 5; do look "in the first seconds"; done
for at in $(seq 10 10 $((hang - 10))); do sleep 9; look "after about $at s"; done
wait "$loading"
sed 's/^/while it hung: /' "$work/hang.log"
kill -CONT "$redis"
began=$(date +%s%N)
await curl -fs "http://127.0.0.1:$tracker_port/v1/stats"
echo "answered again $(( ($(date +%s%N) - began) / 1000000 )) ms after Redis went on"
after=$(live)
echo "RESULT redis-hangs live-heap-mib-while-hung ours=$((most / 1024)) theirs=$((before / 1024)) ratio=$(awk "BEGIN {printf \"%.2f\", $most / $before}")"
echo "RESULT redis-hangs live-heap-mib-after ours=$((after / 1024)) theirs=$((before / 1024)) ratio=$(awk "BEGIN {printf \"%.2f\", $after / $before}")"
