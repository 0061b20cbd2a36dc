#!/usr/bin/env bash
# One download from four hosts beside aria2 with the origin's own Metalink: the origin and three plain mirrors (nginx), each
# in a network namespace of its own, first as fast as the machine can, then behind tbf at 80, 40, 20 and 10 Mbit/s. Ours is
# a running agent, started as people start it (./p2pd agent), whose film is saved by curl; both check every block.
# Alternating, another film each time, so nothing is stored already. On an ext4 without a journal wait five minutes after
# anything that deleted thousands of files: until then each new file looks past their inodes. Needs root, java,
# redis-server, nginx, aria2c, curl, openssl, iproute2.
#   ROUNDS [3]  FAST_MIB [384]  SHAPED_MIB [128]  WARM [6] downloads before, for the just-in-time compiler
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
rounds=${ROUNDS:-3} fast_mib=${FAST_MIB:-384} shaped_mib=${SHAPED_MIB:-128} warm=${WARM:-6}
for tool in java redis-server nginx aria2c curl openssl ip tc; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install redis nginx-light aria2 curl openssl iproute2)" >&2; exit 2; }
done
mark=p2b$$
ip netns add "$mark" 2>/dev/null || { echo "cannot make a network namespace (expected: root, with CAP_NET_ADMIN)" >&2; exit 2; }
ip netns del "$mark"

work=$(mktemp -d)
chmod 755 "$work"
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  for i in 0 1 2 3; do ip netns del "$mark-$i" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

jar() { ls "$root/$1/target/$1"-*-exec.jar 2>/dev/null | head -1; }
for module in tracker-service block-service; do
  if [ -z "$(jar $module)" ]; then (cd "$root" && ./mvnw -q -B -pl $module -am package -DskipTests); fi
done
"$root/p2pd" --version >/dev/null # builds where needed
await() { for _ in $(seq 900); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }

# Films that no one fetched before.
mkdir "$work/media" "$work/out"
make() { openssl enc -aes-128-ctr -pass "pass:$1" -nosalt -pbkdf2 </dev/zero 2>/dev/null | head -c "${2}M" >"$work/media/$1.mp4" || true; }
for i in $(seq "$rounds"); do make "fast-$i" "$fast_mib"; make "shaped-$i" "$shaped_mib"; done
for i in $(seq "$warm"); do make "warm-$i" "$fast_mib"; done
cat "$work"/media/* >/dev/null

# Four namespaces: 10.77.i.2 inside, 10.77.i.1 out here.
net=77
for i in 0 1 2 3; do
  ip netns add "$mark-$i"
  ip link add "$mark$i" type veth peer name eth0 netns "$mark-$i"
  ip addr add "10.$net.$i.1/30" dev "$mark$i"
  ip link set "$mark$i" up
  ip -n "$mark-$i" addr add "10.$net.$i.2/30" dev eth0
  ip -n "$mark-$i" link set eth0 up
  ip -n "$mark-$i" link set lo up
done
shape() { # MBIT… : one rate each, or nothing for no limit
  local i=0 rate
  for i in 0 1 2 3; do ip netns exec "$mark-$i" tc qdisc del dev eth0 root 2>/dev/null || true; done
  i=0
  for rate in "$@"; do
    ip netns exec "$mark-$i" tc qdisc add dev eth0 root tbf rate "${rate}mbit" burst 128kb latency 50ms
    i=$((i + 1))
  done
}

for i in 1 2 3; do
  cat >"$work/nginx-$i.conf" <<CONF
worker_processes 1;
pid $work/nginx-$i.pid;
error_log $work/nginx-$i.log;
events { worker_connections 256; }
http { access_log off; sendfile on; tcp_nopush on; server { listen 10.$net.$i.2:8080; root $work/media; } }
CONF
  ip netns exec "$mark-$i" nginx -c "$work/nginx-$i.conf" -p "$work" -g "daemon off;" 2>>"$work/nginx-$i.log" &
  started+=("$!")
done
base=$((20000 + $$ % 10000))
redis_port=$base tracker_port=$((base + 1)) agent_port=$((base + 2)) peer_port=$((base + 3))
token=the-benchmarks-own-publish-token origin="10.$net.0.2:7080"
redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >"$work/redis.log" &
started+=("$!")
await redis-cli -p "$redis_port" ping
java -Xmx256m -jar "$(jar tracker-service)" --server.port="$tracker_port" --management.server.port=0 \
  --p2pd.redis.url="redis://127.0.0.1:$redis_port" --p2pd.tracker.publish-token="$token" \
  --p2pd.tracker.secret=the-benchmarks-own-secret >"$work/tracker.log" 2>&1 &
started+=("$!")
await curl -fs "http://127.0.0.1:$tracker_port/v1/stats"
ip netns exec "$mark-0" java -Xmx256m -jar "$(jar block-service)" --server.port=7080 --server.address="10.$net.0.2" \
  --management.server.port=0 --p2pd.publish.directory="$work/media" --p2pd.publish.state-directory="$work/state" \
  --p2pd.publish.settle=100ms --p2pd.publish.authority="$origin" --p2pd.publish.token="$token" \
  --p2pd.publish.url="http://$origin" --p2pd.tracker.url="http://10.$net.0.1:$tracker_port" \
  --p2pd.publish.mirrors="http://10.$net.1.2:8080,http://10.$net.2.2:8080,http://10.$net.3.2:8080" >"$work/origin.log" 2>&1 &
started+=("$!")
count=$((2 * rounds + warm))
published() { [ "$(curl -fs "http://127.0.0.1:$tracker_port/v1/publications?limit=200" | grep -o '"contentId"' | wc -l)" = "$count" ]; }
await published
"$root/p2pd" agent --server.port="$agent_port" --management.server.port=0 \
  --p2pd.agent.peer-port="$peer_port" --p2pd.agent.peer-bind=127.0.0.1 --p2pd.agent.directory="$work/agent" --p2pd.agent.size=20GB \
  --p2pd.tracker.url="http://127.0.0.1:$tracker_port" ${AGENT_OPTIONS:-} >"$work/agent.log" 2>&1 &
agent=$!; started+=("$agent")
await grep -q Registered "$work/agent.log"

ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
rss() { awk '/VmRSS/ {printf "%d", $2 / 1024}' "/proc/$1/status"; }
# timed COMMAND…: sets took (s) and used (CPU s) of a command.
timed() {
  local TIMEFORMAT='%R %U %S' real user system
  read -r real user system < <({ time "$@" >"$work/command.log" 2>&1; } 2>&1 | tail -1)
  took=$real used=$(awk "BEGIN {print $user + $system}")
}
same() { cmp -s "$work/media/$1.mp4" "$work/out/$1.mp4" || { echo "$1 is not what was published" >&2; cat "$work/command.log" >&2; tail -5 "$work/agent.log" >&2; exit 1; }; rm -f "$work/out/$1.mp4"; }
say() { # NAME FILM MIB
  rate=$(awk "BEGIN {printf \"%.1f\", $3 / $took}") cpu=$(awk "BEGIN {printf \"%.2f\", $used * 1024 / $3}")
  printf '%-8s %-10s %8.2f s %9.1f MiB/s  CPU %6.2f s/GiB\n' "$1" "$2" "$took" "$rate" "$cpu"
}
ours() { # FILM MIB
  local before after
  before=$(ticks "$agent")
  timed curl -fsS -o "$work/out/$1.mp4" "http://127.0.0.1:$agent_port/$origin/$1.mp4"
  after=$(ticks "$agent")
  used=$(awk "BEGIN {print $used + ($after - $before) / 100}")
  same "$1"
  say ours "$1" "$2"
}
theirs() {
  curl -fsS -o "$work/out/$1.meta4" "http://$origin/$1.mp4.meta4"
  timed aria2c -q --no-conf --follow-metalink=mem --file-allocation=none --split=4 --max-concurrent-downloads=1 \
    --max-connection-per-server=1 --min-split-size=1M --dir="$work/out" -M "$work/out/$1.meta4"
  same "$1"
  say aria2 "$1" "$2"
}
mean() { printf '%s\n' "$@" | awk '{sum += $1} END {printf "%.3f", sum / NR}'; }
results=()
result() { awk "BEGIN {printf \"RESULT fetch %s ours=%.2f theirs=%.2f ratio=%.2f\n\", \"$1\", $2, $3, $2 / $3}"; }

beside() { # NAME MIB
  local i own=() their=() own_cpu=() their_cpu=()
  for i in $(seq "$rounds"); do
    ours "$1-$i" "$2"; own+=("$rate") own_cpu+=("$cpu")
    theirs "$1-$i" "$2"; their+=("$rate") their_cpu+=("$cpu")
  done
  results+=("$(result "$1-mib-per-second" "$(mean "${own[@]}")" "$(mean "${their[@]}")")")
  results+=("$(result "$1-cpu-seconds-per-gib" "$(mean "${own_cpu[@]}")" "$(mean "${their_cpu[@]}")")")
}

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $(aria2c --version | head -1), $rounds rounds"
for i in $(seq "$warm"); do ours "warm-$i" "$fast_mib"; done
beside fast "$fast_mib"
shape 80 40 20 10
beside shaped "$shaped_mib"
echo "agent resident $(rss "$agent") MiB; the lines together carry $(awk 'BEGIN {printf "%.1f", 150 / 8 * 1e6 / 1048576}') MiB/s"
for line in "${results[@]}"; do echo "$line"; done
