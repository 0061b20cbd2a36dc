#!/usr/bin/env bash
# The tracker beside opentracker over HTTP: same machine, same load generator (wrk), same number of connections,
# alternating. Needs java, redis-server, redis-cli, wrk, opentracker (Debian packages redis wrk opentracker).
#   SECONDS_PER_RUN [5]  CONNECTIONS [16]  PAIRS_HOSTS [1000]  PAIRS_CONTENTS [1000]
#   PARTS [speed floor replicas memory]: floor needs speed  TRACKER_JAVA_OPTIONS [-Xmx256m and the collector that ./p2pd tracker has]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=${SECONDS_PER_RUN:-5}
connections=${CONNECTIONS:-16}
hosts=${PAIRS_HOSTS:-1000}
contents=${PAIRS_CONTENTS:-1000}
parts=" ${PARTS:-speed floor replicas memory} "
options=${TRACKER_JAVA_OPTIONS:--Xmx256m -XX:+UseSerialGC}
part() { [[ $parts == *" $1 "* ]]; }
for tool in java redis-server redis-cli wrk opentracker; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install redis wrk opentracker)" >&2; exit 2; }
done

work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT INT TERM
chmod 755 "$work"

jar=$(ls "$root"/tracker-service/target/tracker-service-*-exec.jar 2>/dev/null | head -1 || true)
if [ -z "$jar" ]; then
  (cd "$root" && ./mvnw -q -B -pl tracker-service -am package -DskipTests)
  jar=$(ls "$root"/tracker-service/target/tracker-service-*-exec.jar | head -1)
fi

base=$((20000 + $$ % 10000))
redis_port=$base tracker_port=$((base + 1)) second_port=$((base + 2)) third_port=$((base + 3)) theirs_port=$((base + 4))
token=the-benchmarks-own-publish-token

await() { for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }

redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >"$work/redis.log" &
redis=$!; started+=("$redis")
await redis-cli -p "$redis_port" ping
# replica PORT: starts a tracker, leaves its process in $replica.
replica() {
  java $options -jar "$jar" --server.port="$1" --management.server.port=0 \
    --p2pd.redis.url="redis://127.0.0.1:$redis_port" --p2pd.tracker.publish-token="$token" \
    --p2pd.tracker.secret=the-secret-of-all-replicas >"$work/tracker-$1.log" 2>&1 &
  replica=$!; started+=("$replica")
  await curl -fs "http://127.0.0.1:$1/v1/stats"
}
replica "$tracker_port"
ours=$replica

java "$here/Track.java" prepare "http://127.0.0.1:$tracker_port" "$token" "$redis_port" "$work"
chmod 644 "$work"/*.txt
opentracker -i 127.0.0.1 -p "$theirs_port" -P "$theirs_port" -d "$work" -w "$work/whitelist.txt" >"$work/theirs.log" 2>&1 &
theirs=$!; started+=("$theirs")
await curl -fs "http://127.0.0.1:$theirs_port$(head -1 "$work/theirs.txt" | cut -f2)"

# User and system time of a process, in hundredths of a second; resident memory in MiB.
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
rss() { awk '/VmRSS/ {printf "%d", $2 / 1024}' "/proc/$1/status"; }

# load NAME PORT FILE PAUSE_MS PID…: prints and keeps rate, p50, p99, cpu (µs of server time per request).
load() {
  local name=$1 port=$2 file=$3 pause=$4; shift 4
  local before=0 after=0 pid line errors
  for pid in "$@"; do before=$((before + $(ticks "$pid"))); done
  line=$(wrk -t1 -c"$connections" -d"${seconds}s" -s "$here/announce.lua" "http://127.0.0.1:$port" -- "$file" "$pause" | tee "$work/wrk.log" | grep '^WRK'); grep '^status' "$work/wrk.log" >&2 || true
  for pid in "$@"; do after=$((after + $(ticks "$pid"))); done
  read -r _ rate p50 p99 errors <<<"$line"
  cpu=$(awk "BEGIN {printf \"%.0f\", ($after - $before) * 10000 / ($rate * $seconds)}")
  printf '%-28s %9.0f requests/s  p50 %6.2f ms  p99 %7.2f ms  server CPU %5d us/request  errors %d\n' \
    "$name" "$rate" "$p50" "$p99" "$cpu" "$errors"
  if [ "$name" != "warming up" ]; then failed=$((failed + errors)); fi
}
failed=0
results=()
result() { results+=("$(awk "BEGIN {printf \"RESULT track %s ours=%s theirs=%s ratio=%.2f\", \"$1\", \"$2\", \"$3\", $2 / $3}")"); }
mean() { awk "BEGIN {printf \"%.2f\", ($1 + $2) / 2}"; }

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $connections connections, ${seconds} s a run"
# A just-in-time compiler wants some thousand requests before the numbers mean anything, and time on a busy machine.
last=1
for turn in 1 2 3 4 5 6 7 8; do
  load "warming up" "$tracker_port" "$work/swarm-1000.txt" 0 "$ours" "$redis"
  if [ "$turn" -ge 5 ] && awk "BEGIN {exit !($rate < $last * 1.05)}"; then break; fi
  last=$rate
done
if part speed; then
for round in 1 2; do
  load "ours, 16 blocks" "$tracker_port" "$work/swarm-1000.txt" 0 "$ours" "$redis"
  declare "one$round=$rate" "one_p50$round=$p50" "one_p99$round=$p99" "one_cpu$round=$cpu"
  load "opentracker" "$theirs_port" "$work/theirs.txt" 0 "$theirs"
  declare "their$round=$rate" "their_p50$round=$p50" "their_p99$round=$p99" "their_cpu$round=$cpu"
  load "ours, 32 films x 64 blocks" "$tracker_port" "$work/batch.txt" 0 "$ours" "$redis"
  declare "batch$round=$rate"
done
rate_one=$(mean "$one1" "$one2") rate_their=$(mean "$their1" "$their2") rate_batch=$(mean "$batch1" "$batch2")

half=$(awk "BEGIN {printf \"%d\", $connections * 2000 / $rate_one}")
load "ours at about half load" "$tracker_port" "$work/swarm-1000.txt" "$half" "$ours" "$redis"
half_p99=$p99
their_pause=$(awk "BEGIN {printf \"%d\", $connections * 2000 / $rate_their}")
load "opentracker at half load" "$theirs_port" "$work/theirs.txt" "$their_pause" "$theirs"
their_half_p99=$p99
for size in 100 1000 10000 100000; do
  load "ours, swarm of $size" "$tracker_port" "$work/swarm-$size.txt" 0 "$ours" "$redis"
  declare "swarm$size=$cpu"
done
# The far limit: no connections, no HTTP, 98 bytes a question.
udp=$(java "$here/Track.java" udp "$theirs_port" "$seconds" "$connections" | awk '/^UDP/ {print $2}')
printf '%-28s %9.0f requests/s over UDP\n' "opentracker" "$udp"
# What the tracker holds after announces of a swarm of 100 000 live hosts, garbage taken out.
heap=$(jcmd "$ours" GC.class_histogram | awk '/^Total/ {printf "%d", $3 / 1048576}')
echo "live heap of a tracker that knows 111 100 hosts: $heap MiB ($options)"
echo "resident: tracker $(rss "$ours") MiB, its Redis $(rss "$redis") MiB (swarms of 10^2 to 10^5), opentracker $(rss "$theirs") MiB"
result requests-per-second "$rate_one" "$rate_their"
result facts-per-second "$(awk "BEGIN {printf \"%.0f\", $rate_one * 16}")" "$rate_their"
result facts-per-second-batched "$(awk "BEGIN {printf \"%.0f\", $rate_batch * 32 * 64}")" "$rate_their"
result p50-ms "$(mean "$one_p501" "$one_p502")" "$(mean "$their_p501" "$their_p502")"
result p99-ms "$(mean "$one_p991" "$one_p992")" "$(mean "$their_p991" "$their_p992")"
result p99-ms-half-load "$half_p99" "$their_half_p99"
result server-cpu-us-per-request "$(mean "$one_cpu1" "$one_cpu2")" "$(mean "$their_cpu1" "$their_cpu2")"
result requests-per-second-to-udp "$rate_one" "$udp"
result heap-mib-100000-hosts "$heap" 256
result cpu-us-swarm-100000-to-100 "$swarm100000" "$swarm100"
fi

# What Java and Redis cost where nothing is done (Floor.java): as many bytes for an answer, two scripts that are empty.
if part speed && part floor; then
mkdir "$work/floor"
(cd "$work/floor" && jar xf "$jar" BOOT-INF/lib)
libraries="$work/floor/BOOT-INF/lib/*"
javac -d "$work/floor" -cp "$libraries" "$here/Floor.java"
IFS=$'\t' read -r asker body <"$work/swarm-1000.txt"
answer=$(curl -fs -o /dev/null -w '%{size_download}' -H "Authorization: Bearer $asker" -H 'Content-Type: application/json' -d "$body" "http://127.0.0.1:$tracker_port/v1/announce")
floor_port=$((base + 5))
for shape in apart together; do
  java $options -cp "$libraries:$work/floor" Floor "$floor_port" "$redis_port" "$answer" "$shape" >"$work/floor-$shape.log" 2>&1 &
  floor=$!; started+=("$floor")
  await curl -fs "http://127.0.0.1:$floor_port/"
  for _ in 1 2 3; do load "warming up" "$floor_port" "$work/swarm-1000.txt" 0 "$floor" "$redis" >/dev/null; done
  load "does nothing, $shape" "$floor_port" "$work/swarm-1000.txt" 0 "$floor" "$redis"
  result "floor-$shape-requests-per-second" "$rate" "$rate_their"
  result "floor-$shape-server-cpu-us-per-request" "$cpu" "$(mean "$their_cpu1" "$their_cpu2")"
  kill "$floor"; floor_port=$((floor_port + 1))
done
fi

# together PORT…: a share of the connections to each replica at the same time; leaves the sum in $rate.
together() {
  local port share=$((connections / $#)) sum=0
  for port in "$@"; do
    wrk -t1 -c"$share" -d"${seconds}s" -s "$here/announce.lua" "http://127.0.0.1:$port" -- "$work/swarm-1000.txt" 0 >"$work/wrk-$port.log" &
    waiting+=($!)
  done
  wait "${waiting[@]}"; waiting=()
  for port in "$@"; do sum=$(awk -v sum="$sum" '/^WRK/ {print sum + $2}' "$work/wrk-$port.log"); done
  rate=$sum
}
waiting=()
if part replicas; then
replica "$second_port"; replica "$third_port"
for _ in 1 2 3; do together "$second_port" "$third_port"; done
together "$tracker_port"; one_replica=$rate
together "$tracker_port" "$second_port"; two_replicas=$rate
together "$tracker_port" "$second_port" "$third_port"; three_replicas=$rate
printf '1, 2, 3 replicas on one Redis: %.0f, %.0f, %.0f requests/s (all on these %d cores)\n' "$one_replica" "$two_replicas" "$three_replicas" "$(nproc)"
result replicas-2-to-1 "$two_replicas" "$one_replica"
result replicas-3-to-1 "$three_replicas" "$one_replica"
fi

memory() { redis-cli -p "$redis_port" info memory | tr -d '\r' | awk -F: '/^used_memory:/ {print $2}'; }
if part memory; then
redis-cli -p "$redis_port" flushall >/dev/null
# Manifests of 64 blocks and hosts are not pairs: what they take is measured with one host first.
java "$here/Track.java" fill "http://127.0.0.1:$tracker_port" "$token" 1 "$contents"
without=$(memory)
redis-cli -p "$redis_port" flushall >/dev/null
filling=$(date +%s)
java "$here/Track.java" fill "http://127.0.0.1:$tracker_port" "$token" "$hosts" "$contents"
filled=$(( $(date +%s) - filling ))
pair=$(( ($(memory) - without) / ((hosts - 1) * contents) ))
echo "$((hosts * contents)) (content, host) pairs reported in $filled s; $pair bytes of Redis memory each, 8 of them the bitmap"
result redis-bytes-per-pair "$pair" 208
fi

echo "load average now $(cut -d' ' -f1 /proc/loadavg)"
if [ "$failed" -gt 0 ]; then
  echo "NOTE $failed requests failed; with a load average far above the cores these are 503 by time-out: run again when quiet"
fi
printf '%s\n' "${results[@]}"
