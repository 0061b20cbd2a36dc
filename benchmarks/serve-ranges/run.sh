#!/usr/bin/env bash
# The origin beside Debian's nginx (sendfile, open_file_cache, 2 workers; for each load with or without tcp_nopush,
# whichever is faster): the same 1 GiB file in page cache, the same load generator (wrk, 2 threads), alternating. Needs java, nginx, wrk (Debian packages nginx-light wrk).
#   SECONDS_PER_RUN [4]  ROUNDS [2]  WARM_SECONDS [6]  FILE_MIB [1024]  ONLY [all: 1m-16 1m-256 64k-16 64k-256 whole crowd]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=${SECONDS_PER_RUN:-4}
rounds=${ROUNDS:-2}
warm=${WARM_SECONDS:-6}
mib=${FILE_MIB:-1024}
only=${ONLY:-1m-16 1m-256 64k-16 64k-256 whole crowd}
for tool in java nginx wrk curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install nginx-light wrk curl)" >&2; exit 2; }
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

jar=$(ls "$root"/block-service/target/block-service-*-exec.jar 2>/dev/null | head -1 || true)
if [ -z "$jar" ]; then
  (cd "$root" && ./mvnw -q -B -pl block-service -am package -DskipTests)
  jar=$(ls "$root"/block-service/target/block-service-*-exec.jar | head -1)
fi

base=$((20000 + $$ % 10000))
our_port=$base management_port=$((base + 1)) their_port=$((base + 2)) their_nopush_port=$((base + 3))
mkdir "$work/media"
head -c "${mib}M" /dev/urandom >"$work/media/film.mp4"
bytes=$((mib << 20))

await() { for _ in $(seq 600); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }

cat >"$work/nginx.conf" <<CONF
worker_processes 2;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  open_file_cache max=1000 inactive=60s;
  open_file_cache_valid 30s;
  keepalive_requests 100000000;
  keepalive_timeout 75s;
  types { video/mp4 mp4; }
  server { listen 127.0.0.1:$their_port backlog=1024; root $work/media; tcp_nopush off; }
  server { listen 127.0.0.1:$their_nopush_port backlog=1024; root $work/media; tcp_nopush on; }
}
CONF
nginx -c "$work/nginx.conf" -p "$work" -g "daemon off;" 2>>"$work/nginx.log" &
master=$!; started+=("$master")
await curl -fsI "http://127.0.0.1:$their_port/film.mp4"
theirs="$master $(cat "/proc/$master/task/$master/children")"

java ${ORIGIN_JAVA_OPTIONS:--Xmx256m} -jar "$jar" --server.port="$our_port" --server.address=127.0.0.1 \
  --management.server.port="$management_port" --management.server.address=127.0.0.1 \
  --p2pd.publish.directory="$work/media" --p2pd.publish.state-directory="$work/state" >"$work/origin.log" 2>&1 &
ours=$!; started+=("$ours")
await curl -fsI "http://127.0.0.1:$our_port/film.mp4"

# User and system time of processes, in hundredths of a second; resident memory in MiB.
ticks() { local pid sum=0; for pid in "$@"; do sum=$((sum + $(awk '{print $14 + $15}' "/proc/$pid/stat"))); done; echo "$sum"; }
rss() { awk '/VmRSS/ {printf "%d", $2 / 1024}' "/proc/$1/status"; }

failed=0
# load NAME PORT CONNECTIONS RANGE_BYTES PAUSE_MS SECONDS PID…: prints and keeps rate (MiB/s), p99 (ms), cpu of the server
# and of server and load generator together (s per GiB): on loopback the kernel does much of a sender's work in the
# receiver's time, and the other way round.
TIMEFORMAT='%U %S'
load() {
  local name=$1 port=$2 connections=$3 length=$4 pause=$5 duration=$6; shift 6
  local before after gib requests p50 errors
  before=$(ticks "$@")
  { time wrk -t2 -c"$connections" -d"${duration}s" --timeout 30s -s "$here/ranges.lua" "http://127.0.0.1:$port" -- /film.mp4 "$bytes" "$length" "$pause" >"$work/wrk.log"; } 2>"$work/wrk.time"
  after=$(ticks "$@")
  read -r _ gib rate requests p50 p99 errors <<<"$(grep '^WRK' "$work/wrk.log")"
  cpu=$(awk "BEGIN {printf \"%.4f\", ($after - $before) / 100 / $gib}")
  both=$(awk "{printf \"%.4f\", $cpu + (\$1 + \$2) / $gib}" "$work/wrk.time")
  printf '%-24s %8.0f MiB/s %8.0f requests/s  p50 %8.2f ms  p99 %8.2f ms  CPU %6.3f s/GiB, with wrk %6.3f  errors %d\n' \
    "$name" "$rate" "$requests" "$p50" "$p99" "$cpu" "$both" "$errors"
  failed=$((failed + errors))
}
mean() { printf '%s\n' "$@" | awk '{sum += $1} END {printf "%.4f", sum / NR}'; }
result() { awk "BEGIN {printf \"RESULT serve-ranges %s ours=%.3f theirs=%.3f ratio=%.2f\n\", \"$1\", $2, $3, $2 / $3}"; }
results=()

# beside NAME CONNECTIONS RANGE_BYTES PAUSE_MS: both servers in turn.
beside() {
  local name=$1 connections=$2 length=$3 pause=$4 round
  local our_rate=() our_cpu=() our_both=() our_p99=() their_rate=() their_cpu=() their_both=() their_p99=()
  load "warming up" "$our_port" "$connections" "$length" "$pause" "$warm" "$ours"
  load "nginx without nopush" "$their_port" "$connections" "$length" "$pause" 2 $theirs
  local port=$their_port plain=$rate
  load "nginx with nopush" "$their_nopush_port" "$connections" "$length" "$pause" 2 $theirs
  if awk "BEGIN {exit !($rate > $plain * 1.02)}"; then port=$their_nopush_port; fi
  for round in $(seq "$rounds"); do
    load "ours, $name" "$our_port" "$connections" "$length" "$pause" "$seconds" "$ours"
    our_rate+=("$rate") our_cpu+=("$cpu") our_both+=("$both") our_p99+=("$p99")
    load "nginx, $name" "$port" "$connections" "$length" "$pause" "$seconds" $theirs
    their_rate+=("$rate") their_cpu+=("$cpu") their_both+=("$both") their_p99+=("$p99")
  done
  if [ "$pause" = 0 ]; then
    results+=("$(result "$name-mib-per-second" "$(mean "${our_rate[@]}")" "$(mean "${their_rate[@]}")")")
  else
    results+=("$(result "$name-p99-ms" "$(mean "${our_p99[@]}")" "$(mean "${their_p99[@]}")")")
  fi
  results+=("$(result "$name-cpu-seconds-per-gib" "$(mean "${our_cpu[@]}")" "$(mean "${their_cpu[@]}")")")
  results+=("$(result "$name-cpu-of-both-ends-seconds-per-gib" "$(mean "${our_both[@]}")" "$(mean "${their_both[@]}")")")
}
wanted() { case " $only " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $rounds x $seconds s a run, $mib MiB file"
if wanted 1m-16; then beside 1m-ranges-16-connections 16 1048576 0; fi
if wanted 1m-256; then beside 1m-ranges-256-connections 256 1048576 0; fi
if wanted 64k-16; then beside 64k-ranges-16-connections 16 65536 0; fi
if wanted 64k-256; then beside 64k-ranges-256-connections 256 65536 0; fi
if wanted whole; then beside whole-file-8-connections 8 0 0; fi
if wanted crowd; then
  ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
  javac -d "$work" "$here/Crowd.java"
  for port in $our_port $their_port; do
    java -Xmx64m -cp "$work" Crowd "$port" /film.mp4 1000 100 >"$work/crowd-$port.log" 2>&1 &
    started+=("$!")
    await grep -q ready "$work/crowd-$port.log"
  done
  # Eight viewers, each asking again 4 ms after its last byte: the same load on both, well below what either can do.
  beside 256k-ranges-in-a-crowd 8 262144 4
  for port in $our_port $their_port; do
    if grep -v ready "$work/crowd-$port.log"; then echo "the crowd of port $port broke" >&2; exit 1; fi
  done
fi
their_rss=0; for pid in $theirs; do their_rss=$((their_rss + $(rss "$pid"))); done
echo "load average now $(cut -d' ' -f1 /proc/loadavg); failed requests: $failed"
for line in "${results[@]}"; do echo "$line"; done
result resident-mib "$(rss "$ours")" "$their_rss"
