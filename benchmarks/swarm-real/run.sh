#!/usr/bin/env bash
# A swarm of real agent processes, each in a network namespace behind a line of its own (tbf both ways), the origin behind
# one as fast: all copy the same film with curl through their agents, beginning in the same second. "theirs" is the bound of
# Kumar and Ross, which no schedule can beat; plain HTTP would take AGENTS times as long. Needs root, java, redis-server,
# curl, openssl, iproute2.
#   AGENTS [5]  FILM_MIB [96]  MBIT [20] of each line
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
agents=${AGENTS:-5} mib=${FILM_MIB:-96} mbit=${MBIT:-20}
for tool in java redis-server curl openssl ip tc; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install redis curl openssl iproute2)" >&2; exit 2; }
done
mark=p2s$$
ip netns add "$mark-net" 2>/dev/null || { echo "cannot make a network namespace (expected: root, with CAP_NET_ADMIN)" >&2; exit 2; }

work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  for ns in $(ip netns list | awk '{print $1}' | grep "^$mark-"); do ip netns del "$ns" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

jar() { ls "$root/$1/target/$1"-*-exec.jar 2>/dev/null | head -1; }
for module in tracker-service block-service client-agent; do
  if [ -z "$(jar $module)" ]; then (cd "$root" && ./mvnw -q -B -pl $module -am package -DskipTests); fi
done

# One switch in a namespace of its own; node N is 10.78.0.(N+1). Node 0 is the tracker, 1 the origin, the others agents.
ip -n "$mark-net" link add switch type bridge
ip -n "$mark-net" link set switch up
inside() { local node=$1; shift; ip netns exec "$mark-$node" "$@"; }
node() { # NUMBER MBIT (0 = no limit)
  ip netns add "$mark-$1"
  ip link add "line$1" netns "$mark-net" type veth peer name eth0 netns "$mark-$1"
  ip -n "$mark-net" link set "line$1" master switch up
  ip -n "$mark-$1" addr add "10.78.0.$(($1 + 1))/24" dev eth0
  ip -n "$mark-$1" link set eth0 up
  ip -n "$mark-$1" link set lo up
  if [ "$2" -gt 0 ]; then
    ip netns exec "$mark-$1" tc qdisc add dev eth0 root tbf rate "$2mbit" burst 128kb latency 100ms
    ip netns exec "$mark-net" tc qdisc add dev "line$1" root tbf rate "$2mbit" burst 128kb latency 100ms
  fi
}
node 0 0
for i in $(seq 1 $((agents + 1))); do node "$i" "$mbit"; done
await() { for _ in $(seq 1200); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; tail -5 "$work"/*.log >&2; exit 1; }

mkdir "$work/media"
openssl enc -aes-128-ctr -pass pass:film -nosalt -pbkdf2 </dev/zero 2>/dev/null | head -c "${mib}M" >"$work/media/film.mp4" || true
token=the-benchmarks-own-publish-token tracker=http://10.78.0.1:7070 origin=10.78.0.2:7080
inside 0 redis-server --port 6379 --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >"$work/redis.log" &
started+=("$!")
await inside 0 redis-cli ping
inside 0 java -Xmx256m -jar "$(jar tracker-service)" --p2pd.redis.url=redis://127.0.0.1:6379 \
  --p2pd.tracker.publish-token="$token" --p2pd.tracker.secret=the-benchmarks-own-secret >"$work/tracker.log" 2>&1 &
started+=("$!")
await inside 0 curl -fs "$tracker/v1/stats"
inside 1 java -Xmx256m -jar "$(jar block-service)" --p2pd.publish.directory="$work/media" --p2pd.publish.state-directory="$work/state" \
  --p2pd.publish.settle=100ms --p2pd.publish.authority="$origin" --p2pd.publish.token="$token" \
  --p2pd.tracker.url="$tracker" >"$work/origin.log" 2>&1 &
started+=("$!")
for i in $(seq "$agents"); do
  inside $((i + 1)) java -Xmx192m -XX:TieredStopAtLevel=1 -jar "$(jar client-agent)" --p2pd.agent.directory="$work/agent-$i" \
    --p2pd.tracker.url="$tracker" >"$work/agent-$i.log" 2>&1 &
  started+=("$!")
done
published() { inside 0 curl -fs "$tracker/v1/publications?limit=5" | grep -q '"contentId"'; }
await published
for i in $(seq "$agents"); do
  reachable() { inside $((i + 1)) curl -fs http://127.0.0.1:1111/api/status | grep -q '"reachable":true'; }
  await reachable
done

sent() { inside 1 awk -F'[: ]+' '/eth0/ {print $11}' /proc/self/net/dev; }
echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $agents agents, lines of $mbit Mbit/s, $mib MiB"
before=$(sent)
copying=()
for i in $(seq "$agents"); do
  inside $((i + 1)) curl -fsS -o "$work/copy-$i" -w '%{time_total} %{time_starttransfer}\n' "http://127.0.0.1:1111/$origin/film.mp4" >"$work/time-$i" &
  copying+=("$!")
done
for pid in "${copying[@]}"; do wait "$pid"; done
after=$(sent)
for i in $(seq "$agents"); do cmp "$work/media/film.mp4" "$work/copy-$i"; echo "agent $i: $(cut -d' ' -f1 "$work/time-$i") s, first byte after $(cut -d' ' -f2 "$work/time-$i") s"; done

line=$(awk "BEGIN {print $mbit * 1e6 / 8}")
bound=$(awk "BEGIN {f = $mib * 1048576 / $line; n = $agents * f / ($agents + 1); print f > n ? f : n}")
sorted=$(cut -d' ' -f1 "$work"/time-* | sort -n)
median=$(sed -n "$(((agents + 1) / 2))p" <<<"$sorted") last=$(tail -1 <<<"$sorted")
result() { awk "BEGIN {printf \"RESULT swarm-real %s ours=%.2f theirs=%.2f ratio=%.2f\n\", \"$1\", $2, $3, $3 / $2}"; }
result seconds-p50 "$median" "$bound"
result seconds-last "$last" "$bound"
result origin-films "$(awk "BEGIN {print ($after - $before) / ($mib * 1048576)}")" 1
