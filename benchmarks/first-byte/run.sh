#!/usr/bin/env bash
# First byte of a film nobody read yet, and seeks, through an agent started as people start it (./p2pd agent), beside
# direct HTTP: at 0, 20 and 100 ms round trip, and at 20 ms over 20 Mbit/s. Between the agent and both tracker and origin stands the testkit's fault proxy, for the
# kernel cannot delay. "theirs" is the aim: direct HTTP to the origin (manifest and first block at the same time, over new
# connections) + 1 round trip + 20 ms. Needs java, redis-server, curl.
#   FILMS [9] per line  FILM_MIB [16]  WARM_FILMS [40] read before, for the just-in-time compiler
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
films=${FILMS:-9}
mib=${FILM_MIB:-16}
warm=${WARM_FILMS:-40}
for tool in java redis-server curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install redis curl)" >&2; exit 2; }
done

work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT INT TERM

jar() { ls "$root/$1/target/$1"-*-exec.jar 2>/dev/null | head -1; }
for module in tracker-service block-service; do
  if [ -z "$(jar $module)" ]; then (cd "$root" && ./mvnw -q -B -pl $module -am package -DskipTests); fi
done
"$root/p2pd" --version >/dev/null # builds where needed
[ -d "$root/p2pd-testkit/target/classes" ] || (cd "$root" && ./mvnw -q -B -pl p2pd-testkit -am package -DskipTests)

base=$((20000 + $$ % 10000))
redis_port=$base tracker_port=$((base + 1)) origin_port=$((base + 2)) agent_port=$((base + 3)) peer_port=$((base + 4))
token=the-benchmarks-own-publish-token
count=$((4 * films + warm))
mkdir "$work/media"
for i in $(seq 0 $((count - 1))); do
  openssl enc -aes-128-ctr -pass "pass:$i" -nosalt -pbkdf2 </dev/zero 2>/dev/null | head -c "${mib}M" >"$work/media/film-$i.mp4" || true
done

await() { for _ in $(seq 900); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }
redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >"$work/redis.log" &
started+=("$!")
await redis-cli -p "$redis_port" ping

javac -cp "$root/p2pd-testkit/target/classes" -d "$work" "$here/FirstByte.java"
mkfifo "$work/go"
java -cp "$work:$root/p2pd-testkit/target/classes" FirstByte \
  "$origin_port" "$tracker_port" "$agent_port" "$films" 262144 $((mib * 4)) "$warm" <"$work/go" >"$work/result.log" 2>&1 &
measuring=$!; started+=("$measuring")
exec 7>"$work/go"
await grep -q ' ' "$work/result.log"
read -r origin_line tracker_line <"$work/result.log"

java -Xmx256m -jar "$(jar tracker-service)" --server.port="$tracker_port" --management.server.port=0 \
  --p2pd.redis.url="redis://127.0.0.1:$redis_port" --p2pd.tracker.publish-token="$token" >"$work/tracker.log" 2>&1 &
started+=("$!")
await curl -fs "http://127.0.0.1:$tracker_port/v1/stats"
java -Xmx256m -jar "$(jar block-service)" --server.port="$origin_port" --server.address=127.0.0.1 \
  --management.server.port=0 --p2pd.publish.directory="$work/media" --p2pd.publish.state-directory="$work/state" \
  --p2pd.publish.settle=100ms --p2pd.publish.authority="127.0.0.1:$origin_line" --p2pd.publish.token="$token" \
  --p2pd.publish.url="http://127.0.0.1:$origin_line" --p2pd.tracker.url="http://127.0.0.1:$tracker_port" >"$work/origin.log" 2>&1 &
started+=("$!")
published() { # Whether the catalogue has all films, page by page.
  local total=0 cursor="" page
  while true; do
    page=$(curl -fsG "http://127.0.0.1:$tracker_port/v1/publications" -d limit=200 ${cursor:+--data-urlencode "cursor=$cursor"}) || return 1
    total=$((total + $(grep -o '"contentId"' <<<"$page" | wc -l)))
    cursor=$(grep -o '"next":"[^"]*"' <<<"$page" | cut -d'"' -f4) || true
    [ -n "$cursor" ] || break
  done
  [ "$total" = "$count" ]
}
await published
"$root/p2pd" agent --server.port="$agent_port" --management.server.port=0 \
  --p2pd.agent.peer-port="$peer_port" --p2pd.agent.peer-bind=127.0.0.1 --p2pd.agent.directory="$work/agent" \
  --p2pd.agent.site.domain=none --p2pd.tracker.url="http://127.0.0.1:$tracker_line" ${AGENT_OPTIONS:-} >"$work/agent.log" 2>&1 &
started+=("$!")
await grep -q Registered "$work/agent.log"

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $films films of $mib MiB a line, blocks of 256 KiB"
echo go >&7
wait "$measuring" || { cat "$work/result.log" >&2; tail -20 "$work/agent.log" >&2; exit 1; }
tail -n +2 "$work/result.log" | grep -v '^RESULT'
grep '^RESULT' "$work/result.log"
