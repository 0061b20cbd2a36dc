#!/usr/bin/env bash
# The cache beside Debian's nginx (proxy_cache, slice 1m, sendfile, 2 workers) and Varnish (malloc), all in front of one origin:
# hits of random 1 MiB ranges of a file of which every byte was asked for before, the same load generator (wrk, 2 threads),
# alternating; then whole files that nobody asked for before. Needs java, nginx, varnishd, redis-server, wrk, curl (Debian:
# nginx-light varnish redis-server wrk curl).
#   SECONDS_PER_RUN [4]  ROUNDS [2]  WARM_SECONDS [6]  FILE_MIB [512]  COLD_FILES [5]  COLD_MIB [256]  COLD_SMALL [40]  COLD_SMALL_MIB [8]  ONLY [all: 16 256 cold index]
#   LINE [none]  Mbit/s from the origin to the caches, which is in a network namespace of its own then (needs root, iproute2): cold only
set -euo pipefail
line=${LINE:-}
# All in a namespace that goes with its last process.
if [ -n "$line" ] && [ -z "${INSIDE:-}" ]; then INSIDE=1 exec unshare --net -- bash "$0" "$@"; fi
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=${SECONDS_PER_RUN:-4}
rounds=${ROUNDS:-2}
warm=${WARM_SECONDS:-6}
mib=${FILE_MIB:-512}
cold_files=${COLD_FILES:-5}
cold_mib=${COLD_MIB:-256}
cold_small=${COLD_SMALL:-40}
small_mib=${COLD_SMALL_MIB:-8}
only=${ONLY:-16 256 cold index}
if [ -n "$line" ]; then only=cold; fi
options=${CACHE_JAVA_OPTIONS:--Xmx256m}
for tool in java nginx varnishd redis-server wrk curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install nginx-light varnish redis-server wrk curl)" >&2; exit 2; }
done
wanted() { case " $only " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  if [ -n "$line" ]; then ip netns del "$far" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT INT TERM
near_host=127.0.0.1 origin_host=127.0.0.1 far=p2h$$
# In place of the shell, so that it can be ended.
at_origin() { exec "$@"; }
if [ -n "$line" ]; then
  near_host=10.79.0.1 origin_host=10.79.0.2
  ip link set lo up
  ip netns add "$far"
  ip link add line type veth peer name eth0 netns "$far"
  ip addr add "$near_host/24" dev line
  ip link set line up
  ip -n "$far" addr add "$origin_host/24" dev eth0
  ip -n "$far" link set eth0 up
  # A burst of 4 ms, so that the timer of the kernel does not slow it down.
  ip netns exec "$far" tc qdisc add dev eth0 root tbf rate "${line}mbit" burst $((line * 500)) latency 50ms
  at_origin() { exec ip netns exec "$far" "$@"; }
fi
chmod 755 "$work"

jar() { ls "$root/$1/target/$1"-*-exec.jar 2>/dev/null | head -1 || true; }
for module in tracker-service block-service cache-node; do
  if [ -z "$(jar $module)" ]; then (cd "$root" && ./mvnw -q -B -pl "$module" -am package -DskipTests); fi
done
await() { for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }
# User and system time of processes, in hundredths of a second; resident memory in MiB.
ticks() { local pid sum=0; for pid in "$@"; do sum=$((sum + $(awk '{print $14 + $15}' "/proc/$pid/stat"))); done; echo "$sum"; }
rss() { local pid sum=0; for pid in "$@"; do sum=$((sum + $(awk '/VmRSS/ {printf "%d", $2 / 1024}' "/proc/$pid/status"))); done; echo "$sum"; }
result() { awk "BEGIN {printf \"RESULT serve-hits %s ours=%.3f theirs=%.3f ratio=%.2f\n\", \"$1\", $2, $3, $2 / $3}"; }
results=()

base=$((20000 + $$ % 10000))
redis_port=$base tracker_port=$((base + 1)) origin_port=$((base + 2)) our_port=$((base + 3)) nginx_port=$((base + 4)) varnish_port=$((base + 5))
cache() { # DIRECTORY SIZE
  java $options -jar "$(jar cache-node)" --server.port="$our_port" --server.address="$near_host" --management.server.port=$((base + 8)) \
    --p2pd.tracker.url="http://$near_host:$tracker_port" --p2pd.cache.directory="$1" --p2pd.cache.size="$2" --p2pd.cache.token=0123456789abcdef >"$work/cache.log" 2>&1 &
  ours=$!; started+=("$ours")
}

if wanted index; then
  (cd "$work" && command jar xf "$(jar cache-node)" BOOT-INF/lib)
  javac -cp "$work/BOOT-INF/lib/*" -d "$work" "$here/Million.java"
  million() { java $options -cp "$work:$work/BOOT-INF/lib/*" Million "$work/million" "$@" 2>>"$work/million.log"; }
  million 1000000 >>"$work/million.log"
  opened=$(million | tail -n 1)
  begun=$(date +%s.%N)
  cache "$work/million" 512GB
  await curl -fs "http://127.0.0.1:$((base + 8))/actuator/health/liveness"
  answering=$(date +%s.%N)
  blocks() { curl -fs "http://127.0.0.1:$((base + 8))/actuator/metrics/p2pd.cache.store.blocks" | grep -q '"value":1000000'; }
  await blocks
  indexed=$(date +%s.%N)
  awk "BEGIN {printf \"RESULT serve-hits index-1m-blocks store_alone_seconds=$opened answering_seconds=%.1f indexed_seconds=%.1f resident_mib=%d\n\", $answering - $begun, $indexed - $begun, $(rss "$ours")}"
  kill "$ours"; wait "$ours" 2>/dev/null || true
  rm -rf "$work/million"
fi
if ! wanted 16 && ! wanted 256 && ! wanted cold; then exit; fi
if ! wanted 16 && ! wanted 256; then mib=1; fi

mkdir "$work/media"
head -c "${mib}M" /dev/urandom >"$work/media/film.mp4"
bytes=$((mib << 20))
if wanted cold; then for i in $(seq 0 "$cold_files"); do head -c "${cold_mib}M" /dev/urandom >"$work/media/cold-$i.mp4"; done; fi
# Small films that are read before the others, so that the processes are warm; the cache's, the origin's and the tracker's are JVMs.
if wanted cold; then for i in $(seq "$cold_small"); do head -c "${small_mib}M" /dev/urandom >"$work/media/small-$i.mp4"; done; fi

redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --dir "$work" >"$work/redis.log" 2>&1 &
started+=("$!")
java -Xmx128m -jar "$(jar tracker-service)" --server.port="$tracker_port" --server.address="$near_host" --management.server.port=$((base + 6)) \
  --p2pd.redis.url="redis://127.0.0.1:$redis_port" --p2pd.tracker.publish-token=0123456789abcdef --p2pd.tracker.secret=0123456789abcdef0123456789abcdef >"$work/tracker.log" 2>&1 &
started+=("$!")
await curl -fs "http://$near_host:$tracker_port/v1/stats"
at_origin java -Xmx256m -jar "$(jar block-service)" --server.port="$origin_port" --server.address="$origin_host" --management.server.port=$((base + 7)) \
  --p2pd.tracker.url="http://$near_host:$tracker_port" --p2pd.publish.token=0123456789abcdef --p2pd.publish.authority=films.example \
  --p2pd.publish.directory="$work/media" --p2pd.publish.state-directory="$work/state" >"$work/origin.log" 2>&1 &
started+=("$!")
cache "$work/ours" 16GB
mkdir "$work/nginx-cache"; chmod 777 "$work/nginx-cache"
cat >"$work/nginx.conf" <<CONF
worker_processes 2;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 4096; }
http {
  access_log off;
  sendfile on;
  open_file_cache max=10000 inactive=60s;
  open_file_cache_valid 30s;
  keepalive_requests 100000000;
  proxy_cache_path $work/nginx-cache levels=1:2 keys_zone=films:10m max_size=16g inactive=1h use_temp_path=off;
  upstream origin { server $origin_host:$origin_port; keepalive 16; }
  server {
    listen $near_host:$nginx_port backlog=1024;
    location / {
      slice 1m;
      proxy_cache films;
      proxy_cache_key \$uri\$slice_range;
      proxy_set_header Range \$slice_range;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_cache_valid 200 206 1h;
      proxy_ignore_headers Cache-Control Expires Vary;
      proxy_pass http://origin;
    }
  }
}
CONF
nginx -c "$work/nginx.conf" -p "$work" -g "daemon off;" 2>>"$work/nginx.log" &
nginx_master=$!; started+=("$nginx_master")
cat >"$work/films.vcl" <<VCL
vcl 4.1;
backend origin { .host = "$origin_host"; .port = "$origin_port"; }
sub vcl_backend_response { set beresp.ttl = 1h; unset beresp.http.Vary; }
VCL
varnishd -F -n "$work/varnish" -a "$near_host:$varnish_port" -f "$work/films.vcl" -s malloc,6g >"$work/varnish.log" 2>&1 &
varnish_master=$!; started+=("$varnish_master")
for port in $our_port $nginx_port $varnish_port; do await curl -fs -r 0-0 -o /dev/null "http://$near_host:$port/film.mp4"; done
published() {
  local film
  for film in "$work"/media/*; do curl -fsI "http://$origin_host:$origin_port/${film##*/}" || return 1; done
}
if wanted cold; then await published; fi
children() { local c; for c in $(cat "/proc/$1/task/$1/children"); do echo "$c"; done; }
# Without nginx's cache loader, which ends by itself.
nginx_pids="$nginx_master $(for c in $(children "$nginx_master"); do if grep -qa 'worker process' "/proc/$c/cmdline"; then echo "$c"; fi; done | xargs)"
varnish_pids="$varnish_master $(children "$varnish_master" | xargs)"
echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $rounds x $seconds s a run, $mib MiB file"

if wanted cold; then
  # get HOST PORT FILE: first byte and total in ms.
  get() { curl -fs -o /dev/null -w '%{time_starttransfer} %{time_total}\n' "http://$1:$2/$3.mp4" | awk '{printf "%.2f %.1f\n", $1 * 1000, $2 * 1000}'; }
  for i in $(seq "$cold_small"); do
    for port in $our_port $nginx_port $varnish_port; do get "$near_host" "$port" "small-$i" >/dev/null; done
  done
  declare -A first total
  for i in $(seq 0 "$cold_files"); do
    for server in direct:$origin_port ours:$our_port nginx:$nginx_port varnish:$varnish_port; do
      case $server in direct:*) host=$origin_host ;; *) host=$near_host ;; esac
      read -r a b <<<"$(get "$host" "${server#*:}" "cold-$i")"
      printf '%-8s cold-%d  first byte %8.2f ms  total %8.1f ms\n' "${server%:*}" "$i" "$a" "$b"
      # The first file warms what is left to be warmed.
      if [ "$i" -gt 0 ]; then first[${server%:*}]+=" $a"; total[${server%:*}]+=" $b"; fi
    done
  done
  median() { printf '%s\n' "$@" | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
  results+=("$(result "${line:+line-${line}-mbit-}cold-first-byte-ms-to-direct" "$(median ${first[ours]})" "$(median ${first[direct]})")")
  results+=("$(result "${line:+line-${line}-mbit-}cold-total-ms-to-direct" "$(median ${total[ours]})" "$(median ${total[direct]})")")
  results+=("$(result "${line:+line-${line}-mbit-}cold-total-ms-to-nginx-slice" "$(median ${total[ours]})" "$(median ${total[nginx]})")")
  results+=("$(result "${line:+line-${line}-mbit-}cold-total-ms-to-varnish" "$(median ${total[ours]})" "$(median ${total[varnish]})")")
  rm -f "$work"/media/cold-* "$work"/media/small-*
fi

failed=0
# load NAME PORT CONNECTIONS SECONDS PID…: prints and keeps rate (MiB/s) and cpu (s per GiB).
load() {
  local name=$1 port=$2 connections=$3 duration=$4; shift 4
  local before after gib requests p50 p99 errors
  before=$(ticks "$@")
  wrk -t2 -c"$connections" -d"${duration}s" --timeout 30s -s "$here/../serve-ranges/ranges.lua" "http://$near_host:$port" -- /film.mp4 "$bytes" 1048576 0 >"$work/wrk.log"
  after=$(ticks "$@")
  read -r _ gib rate requests p50 p99 errors <<<"$(grep '^WRK' "$work/wrk.log")"
  cpu=$(awk "BEGIN {printf \"%.4f\", ($after - $before) / 100 / $gib}")
  printf '%-24s %8.0f MiB/s %8.0f requests/s  p50 %8.2f ms  p99 %8.2f ms  server CPU %6.3f s/GiB  errors %d\n' \
    "$name" "$rate" "$requests" "$p50" "$p99" "$cpu" "$errors"
  failed=$((failed + errors))
}
mean() { printf '%s\n' "$@" | awk '{sum += $1} END {printf "%.4f", sum / NR}'; }
larger() { awk "BEGIN {print ($1 > $2) ? $1 : $2}"; }
smaller() { awk "BEGIN {print ($1 < $2) ? $1 : $2}"; }

hits() { # CONNECTIONS
  local n=$1 round our_rate=() our_cpu=() nginx_rate=() nginx_cpu=() varnish_rate=() varnish_cpu=()
  load "warming up" "$our_port" "$n" "$warm" "$ours"
  load "warming up nginx" "$nginx_port" "$n" 1 $nginx_pids
  load "warming up varnish" "$varnish_port" "$n" 1 $varnish_pids
  for round in $(seq "$rounds"); do
    load "ours, $n connections" "$our_port" "$n" "$seconds" "$ours"
    our_rate+=("$rate") our_cpu+=("$cpu")
    load "nginx, $n connections" "$nginx_port" "$n" "$seconds" $nginx_pids
    nginx_rate+=("$rate") nginx_cpu+=("$cpu")
    load "varnish, $n connections" "$varnish_port" "$n" "$seconds" $varnish_pids
    varnish_rate+=("$rate") varnish_cpu+=("$cpu")
  done
  results+=("$(result "hits-$n-mib-per-second" "$(mean "${our_rate[@]}")" "$(larger "$(mean "${nginx_rate[@]}")" "$(mean "${varnish_rate[@]}")")")")
  results+=("$(result "hits-$n-cpu-seconds-per-gib" "$(mean "${our_cpu[@]}")" "$(smaller "$(mean "${nginx_cpu[@]}")" "$(mean "${varnish_cpu[@]}")")")")
}
if wanted 16 || wanted 256; then
  for port in $our_port $nginx_port $varnish_port; do curl -fs -o /dev/null "http://$near_host:$port/film.mp4"; done
fi
if wanted 16; then hits 16; fi
if wanted 256; then hits 256; fi
echo "load average now $(cut -d' ' -f1 /proc/loadavg); failed requests: $failed"
echo "resident MiB: ours $(rss "$ours"), nginx $(rss $nginx_pids), varnish $(rss $varnish_pids)"
for line in "${results[@]}"; do echo "$line"; done
