#!/usr/bin/env bash
# One film to N agents that begin at once, real processes: each agent, the origin and the tracker in a network namespace of
# its own on one bridge, every line shaped by tbf. `p2pd get` asks each agent for the whole (gateway, ?download). Printed
# beside the bound of Kumar and Ross, below which no schedule can get, and beside the origin alone. With PLAY each watches the
# film instead (Player.java), and its stalls are counted. Bad peers and seeds hold the film before the others come. Needs
# root, java, redis-server, curl, openssl, iproute2, and about 200 MiB of memory an agent.
#   N [16]  MIB [24] of the film  UP [8] and DOWN [32] of every agent, ORIGIN [8] of the origin, Mbit/s
#   BAD [0] of the agents are bad peers, HOW [lie] they are: lie, drip, stop (Liar.java)
#   PLAY [0] Mbit/s of the film, watched from its beginning; 0 = it is downloaded
#   OVER [0] seconds over which the viewers come; 0 = at once
#   TAKERS [0] of the agents only download  SEEDS [0] of them hold the film and are honest
#   KILL_AT [0] when the origin is killed: once so many % of the film have come to each viewer, on average, or, "elsewhere",
#     once the tracker knows of an agent for every block; 0 = never
#   POLITE [0] 1 = agents leave a fifth of their line free, as they do unless the user says otherwise; 0 = they use it all
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
n=${N:-16} mib=${MIB:-24} up=${UP:-8} down=${DOWN:-32} origin_rate=${ORIGIN:-8}
bad=${BAD:-0} how=${HOW:-lie} takers=${TAKERS:-0} kill_at=${KILL_AT:-0} play=${PLAY:-0} over=${OVER:-0}
seeds=${SEEDS:-0} polite=${POLITE:-0} first=$((${BAD:-0} + ${SEEDS:-0} + 1))
for tool in java redis-server curl openssl ip tc; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install redis curl openssl iproute2)" >&2; exit 2; }
done
mark=p2s$$
ip netns add "$mark" 2>/dev/null || { echo "cannot make a network namespace (expected: root, with CAP_NET_ADMIN)" >&2; exit 2; }

work=$(mktemp -d)
finish() {
  for name in $(ip netns list | awk '{print $1}' | grep "^$mark"); do
    ip netns pids "$name" | xargs -r kill -9 2>/dev/null || true
    ip netns del "$name" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

jar() { ls "$root/$1/target/$1"-*-exec.jar 2>/dev/null | head -1; }
for module in tracker-service block-service client-agent; do
  if [ -z "$(jar $module)" ]; then (cd "$root" && ./mvnw -q -B -pl $module -am package -DskipTests); fi
done
await() { for _ in $(seq 3000); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }

# The bridge, and at it the tracker (.1), the origin (.2) and the agents (.10 and on), all inside namespaces.
ip -n "$mark" link add hub type bridge
ip -n "$mark" link set hub up
ip -n "$mark" link set lo up
ip -n "$mark" addr add 10.78.0.1/24 dev hub
host() { # NAME ADDRESS
  ip netns add "$mark-$1"
  ip -n "$mark" link add "$1" type veth peer name eth0 netns "$mark-$1"
  ip -n "$mark" link set "$1" master hub up
  ip -n "$mark-$1" addr add "10.78.0.$2/24" dev eth0
  ip -n "$mark-$1" link set eth0 up
  ip -n "$mark-$1" link set lo up
}
shape() { # NAME UP DOWN
  ip netns exec "$mark-$1" tc qdisc add dev eth0 root tbf rate "${2}mbit" burst 32kb latency 100ms
  ip netns exec "$mark" tc qdisc add dev "$1" root tbf rate "${3}mbit" burst 32kb latency 100ms
}
host origin 2
for i in $(seq "$n"); do host "a$i" $((9 + i)); done
at() { local name=$1; shift; ip netns exec "$mark-$name" "$@"; }

mkdir "$work/media" "$work/out"
openssl enc -aes-128-ctr -pass "pass:$mark" -nosalt -pbkdf2 </dev/zero 2>/dev/null | head -c "${mib}M" >"$work/media/film.mp4" || true
head -c 300000 "$work/media/film.mp4" >"$work/media/warm.mp4"
token=the-benchmarks-own-publish-token tracker=http://10.78.0.1:7070 origin=10.78.0.2:7080
ip netns exec "$mark" redis-server --port 6379 --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >"$work/redis.log" &
ip netns exec "$mark" java -Xmx256m -jar "$(jar tracker-service)" --server.port=7070 --server.address=10.78.0.1 --management.server.port=0 \
  --p2pd.redis.url=redis://127.0.0.1:6379 --p2pd.tracker.publish-token="$token" \
  --p2pd.tracker.secret=the-benchmarks-own-secret >"$work/tracker.log" 2>&1 &
await ip netns exec "$mark" curl -fs "$tracker/v1/stats"
at origin java -Xmx256m -jar "$(jar block-service)" --server.port=7080 --server.address=10.78.0.2 --management.server.port=0 \
  --p2pd.publish.directory="$work/media" --p2pd.publish.state-directory="$work/state" --p2pd.publish.settle=100ms \
  --p2pd.publish.authority="$origin" --p2pd.publish.token="$token" --p2pd.publish.url="http://$origin" \
  --p2pd.tracker.url="$tracker" >"$work/origin.log" 2>&1 &
agent() { # NUMBER
  local name=a$1 address=10.78.0.$((9 + $1)) more=()
  if [ "$1" -le "$bad" ]; then
    more=(--p2pd.agent.peer-bind=127.0.0.1)
    at "$name" java -Xmx64m -XX:TieredStopAtLevel=1 "$here/Liar.java" "$address" 1112 1112 "$how" >"$work/liar-$1.log" 2>&1 &
  elif [ "$1" -gt $((n - takers)) ]; then
    more=(--p2pd.agent.share=false)
  fi
  [ "$polite" = 1 ] || more+=(--p2pd.agent.upload.limit=$((up * 125))KB)
  MALLOC_ARENA_MAX=2 at "$name" nice -n 10 java -Xmx96m -Xss512k -XX:+UseSerialGC "@$root/standalone/src/main/jvm/quick.options" -jar "$(jar client-agent)" \
    --server.port=1111 --management.server.port=0 --p2pd.agent.peer-port=1112 --p2pd.agent.directory="$work/agent-$1" \
    --p2pd.agent.size=1GB --p2pd.tracker.url="$tracker" "${more[@]}" >"$work/agent-$1.log" 2>&1 &
}
hosts() { ip netns exec "$mark" curl -fs "$tracker/v1/stats" | sed -n 's/.*"hosts":{[^}]*"agent":\([0-9]*\).*/\1/p'; }
registered() { local now; now=$(hosts); [ "${now:-0}" -ge "$1" ]; }
reachable() { at "a$1" curl -fs http://localhost:1111/api/status | grep -q '"reachable":true'; }
for i in $(seq "$n"); do agent "$i"; [ $((i % 2)) = 0 ] && await grep -q "Registered" "$work/agent-$i.log"; done
await registered $((n - takers))
for i in $(seq $((n - takers))); do await reachable "$i"; done
for i in $(seq $((first - 1))); do await at "a$i" curl -fs -m 60 -o /dev/null "http://localhost:1111/$origin/film.mp4?download"; done
shape origin "$origin_rate" 1000
for i in $(seq "$n"); do shape "a$i" "$up" "$down"; done
# The classes that a fetch needs are loaded, the tracker has called back.
for i in $(seq "$n"); do await at "a$i" curl -fs -o /dev/null "http://localhost:1111/$origin/warm.mp4"; done
# Twenty JVMs that have just started keep two cores busy for a while.
idle() { awk '/^cpu /{print $5}' /proc/stat; }
at_rest() { local from; from=$(idle); sleep 1; [ $(($(idle) - from)) -ge $(($(nproc) * 70)) ]; }
for _ in $(seq 60); do ! at_rest || break; done

sent() { ip -n "$mark-origin" -s link show eth0 | awk '/TX:/ {getline; print $1}'; }
before=$(sent)
echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores: $n agents of $up/$down Mbit/s, origin $origin_rate Mbit/s, film of $mib MiB, bad $bad ($how), seeds $seeds, only download $takers, a fifth left free $polite, origin killed at $kill_at, coming over $over s"
came() { for i in $(seq "$first" "$n"); do ip -n "$mark-a$i" -s link show eth0; done | awk '/RX:/ {getline; n += $1} END {printf "%d", n}'; }
came_before=$(came)
film_id=$(at a1 curl -fsI "http://$origin/film.mp4" | tr -d '\r' | sed -n 's/^[Pp]2pd-[Cc]ontent-[Ii]d: //p')
is_time() {
  if [ "$kill_at" = elsewhere ]; then
    local holders
    holders=$(ip netns exec "$mark" curl -fs "$tracker/v1/contents/$film_id/availability" | sed -n 's/.*"rarestHolders":\([0-9]*\).*/\1/p')
    [ "${holders:-0}" -ge $((2 + bad)) ]
  else
    [ $(($(came) - came_before)) -ge $((mib * 1048576 / 100 * kill_at * (n - first + 1))) ]
  fi
}
view() { # NUMBER
  local film=http://localhost:1111/$origin/film.mp4
  if [ "$play" = 0 ]; then
    exec ip netns exec "$mark-a$1" curl -fsS -o "$work/out/$1" -w "%{time_total}\n" "$film?download"
  fi
  exec ip netns exec "$mark-a$1" java -Xmx24m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work" Player "$film" $((play * 125000)) "$work/out/$1"
}
if [ "$play" != 0 ]; then javac -d "$work" "$here/Player.java"; fi
viewers=()
for i in $(seq "$first" "$n"); do
  view "$i" >"$work/took-$i" 2>"$work/failed-$i" &
  viewers+=("$!")
  [ "$over" = 0 ] || sleep "$(awk -v over="$over" -v viewers=$((n - first + 1)) 'BEGIN { print over / viewers }')"
done
if [ "$kill_at" != 0 ]; then
  while ! is_time; do sleep 0.1; done
  echo "the origin is killed: it had sent $((($(sent) - before) * 100 / (mib * 1048576))) % of a film"
  ip netns pids "$mark-origin" | xargs -r kill -9
fi
failed=0
for pid in "${viewers[@]}"; do wait "$pid" || true; done
after=$(sent 2>/dev/null || echo "$before")
for i in $(seq "$first" "$n"); do
  cmp -s "$work/media/film.mp4" "$work/out/$i" || { echo "agent $i has not what was published: $(cat "$work/failed-$i")" >&2; failed=$((failed + 1)); }
done

for i in $(seq "$first" "$n"); do at "a$i" curl -fs http://localhost:1111/api/status; echo; done |
  sed -n 's/.*"received":{\([^}]*\)}.*/\1/p' | tr -c '0-9\n' ' ' |
  awk '{ o += $1; c += $2; a += $3 } END { printf "all viewers since they started: %.1f MiB from the origin, %.1f from caches, %.1f from agents\n", o / 2 ^ 20, c / 2 ^ 20, a / 2 ^ 20 }'
cat "$work"/took-* | sort -n | awk -v n="$n" -v mib="$mib" -v up="$up" -v down="$down" -v origin="$origin_rate" -v sent=$((after - before)) \
  -v sharers=$((n - takers - bad)) -v viewers=$((n - first + 1)) -v seeds="$seeds" -v play="$play" '
  { took[NR] = $1; picture = $2 > picture ? $2 : picture; stalls += $3; stalled += $4 }
  END {
    film = mib * 1048576 * 8 / 1e6
    bound = film / (origin + seeds * up)
    if (film / down > bound) bound = film / down
    all = viewers * film / (origin + sharers * up)
    if (all > bound) bound = all
    median = took[int((NR + 1) / 2)]; worst = took[NR]; alone = viewers * film / origin
    printf "median %.1f s, slowest %.1f s, bound %.1f s, origin alone %.1f s, origin sent %.2f films\n", median, worst, bound, alone, sent / (mib * 1048576)
    if (play > 0) printf "RESULT swarm play-%sMbit picture-after-seconds=%.1f stalls=%d stalled-seconds=%.1f\n", play, picture, stalls, stalled
    printf "RESULT swarm median-seconds ours=%.1f theirs=%.1f ratio=%.2f\n", median, bound, bound / median
    printf "RESULT swarm slowest-seconds ours=%.1f theirs=%.1f ratio=%.2f\n", worst, bound, bound / worst
    printf "RESULT swarm origin-films ours=%.2f theirs=%.2f ratio=%.2f\n", sent / (mib * 1048576), viewers, sent / (mib * 1048576) / viewers
  }'
[ "$failed" = 0 ] || { echo "$failed viewers failed" >&2; exit 1; }
