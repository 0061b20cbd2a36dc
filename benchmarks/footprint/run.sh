#!/usr/bin/env bash
# What the agent costs the machine it runs on, started as people start it (./p2pd agent): resident memory while idle, CPU
# while a player takes 10 Mbit/s, memory and CPU while a player takes 50 Mbit/s and eight peers are being sent blocks.
# "theirs" is the aim, except for playing: there aria2c downloads the same film at the same rate beside it; and for idle_mib_beside_bare: there
# it is the least program of the agent's kind (bare/: one WebFlux route, Actuator, Prometheus; its beans prepared by the build, a class archive of
# its own, the agent's options of the JVM), which is what the parts cost before they do anything; and so that program itself with the least heap.
# Memory is VmRSS, CPU is utime + stime, both from /proc. Needs java, redis-server, curl, aria2c, openssl.
#   SECONDS_EACH [30]  of idling, of playing at 10 Mbit/s, of playing at 50 Mbit/s
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
seconds=${SECONDS_EACH:-30}
peers=8
classes=$here/bare/target
for tool in java redis-server curl aria2c openssl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install redis curl aria2 openssl)" >&2; exit 2; }
done

work=$(mktemp -d)
started=()
finish() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM
jar() { ls "$root/$1/target/$1"-*-exec.jar 2>/dev/null | head -1; }
for module in tracker-service block-service; do
  if [ -z "$(jar $module)" ]; then (cd "$root" && ./mvnw -q -B -pl $module -am package -DskipTests); fi
done
await() { for _ in $(seq 900); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done; echo "not up: $*" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }

mkdir "$work/media"
for film in slow:128 fast:512; do
  openssl enc -aes-128-ctr -pass "pass:$film" -nosalt -pbkdf2 </dev/zero 2>/dev/null | head -c "${film#*:}M" >"$work/media/${film%:*}.mp4" || true
done
"$root/p2pd" --version >/dev/null # builds where needed
(cd "$root" && ./mvnw -q -B -Pprepared -f "$here/bare/pom.xml" -Dspring-boot.repackage.skip=true package) >"$work/bare-build.log" 2>&1 \
  || { cat "$work/bare-build.log" >&2; exit 1; }
base=$((20000 + $$ % 10000))
redis_port=$base tracker_port=$((base + 1)) origin_port=$((base + 2)) agent_port=$((base + 3)) peer_port=$((base + 4))
bare_port=$((base + 5)) bare_actuator_port=$((base + 6))
token=the-benchmarks-own-publish-token
authority="127.0.0.1:$origin_port"
redis-server --port "$redis_port" --bind 127.0.0.1 --save "" --appendonly no --dir "$work" >"$work/redis.log" &
started+=("$!")
await redis-cli -p "$redis_port" ping
java -Xmx256m -jar "$(jar tracker-service)" --server.port="$tracker_port" --management.server.port=0 \
  --p2pd.redis.url="redis://127.0.0.1:$redis_port" --p2pd.tracker.publish-token="$token" >"$work/tracker.log" 2>&1 &
started+=("$!")
await curl -fs "http://127.0.0.1:$tracker_port/v1/stats"
java -Xmx256m -jar "$(jar block-service)" --server.port="$origin_port" --server.address=127.0.0.1 \
  --management.server.port=0 --p2pd.publish.directory="$work/media" --p2pd.publish.state-directory="$work/state" \
  --p2pd.publish.settle=100ms --p2pd.publish.authority="$authority" --p2pd.publish.token="$token" \
  --p2pd.publish.url="http://$authority" --p2pd.tracker.url="http://127.0.0.1:$tracker_port" >"$work/origin.log" 2>&1 &
started+=("$!")
published() { [ "$(curl -fs "http://127.0.0.1:$tracker_port/v1/publications" | grep -o '"contentId"' | wc -l)" = 2 ]; }
await published
"$root/p2pd" agent --server.port="$agent_port" --management.server.port=0 --p2pd.agent.peer-port="$peer_port" \
  --p2pd.agent.peer-bind=127.0.0.1 --p2pd.agent.directory="$work/agent" --p2pd.agent.site.domain=none \
  --p2pd.tracker.url="http://127.0.0.1:$tracker_port" >"$work/agent.log" 2>&1 &
agent=$!
started+=("$agent")
await grep -q Registered "$work/agent.log"

rss() { awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$1/status"; }
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
hertz=$(getconf CLK_TCK)
# watch PID SECONDS: "<largest VmRSS in bytes> <per cent of a core>"
watch() {
  local before most=0 now
  before=$(ticks "$1")
  for _ in $(seq "$2"); do
    sleep 1
    now=$(rss "$1")
    [ "$now" -le "$most" ] || most=$now
  done
  awk -v t=$(($(ticks "$1") - before)) -v hz="$hertz" -v s="$2" -v m="$most" 'BEGIN { printf "%d %.1f\n", m, 100 * t / hz / s }'
}
result() { awk -v n="$1" -v o="$2" -v t="$3" 'BEGIN { printf "RESULT footprint %s ours=%s theirs=%s ratio=%.2f\n", n, o, t, o / t }'; }
mib() { awk -v b="$1" 'BEGIN { printf "%.0f", b / 1048576 }'; }
play() { curl -s --limit-rate "$2" "http://127.0.0.1:$agent_port/$authority/$1" >/dev/null; }
beside() { # FILM RATE: aria2c at the same rate, watched as the agent is
  aria2c -q --max-download-limit="$2" -d "$work" -o "beside-$1" "http://$authority/$1" --allow-overwrite=true --file-allocation=none &
  local pid=$!
  started+=("$pid")
  watch "$pid" "$seconds"
  kill "$pid" 2>/dev/null || true
}

# The Java and the options of the running agent, but for its archive.
agent_java=$(readlink "/proc/$agent/exe")
mapfile -t options < <(tr '\0' '\n' <"/proc/$agent/cmdline" | sed '1d; /^-cp$/,$d; /SharedArchiveFile=/d; /AOTCache=/d')
if tr '\0' '\n' <"/proc/$agent/cmdline" | grep -q AOTCache=; then
  make_archive=AOTCacheOutput use_archive=AOTCache
else
  make_archive=ArchiveClassesAtExit use_archive=SharedArchiveFile
fi
start_bare() { # OPTION...
  MALLOC_ARENA_MAX=2 "$agent_java" "${options[@]}" "$@" -Dspring.aot.enabled=true -cp "$(ls "$classes"/bare-*.jar):$(ls "$classes"/lib/*.jar | paste -sd:)" \
    org.p2pd.benchmarks.bare.Hello --server.port="$bare_port" --management.server.port="$bare_actuator_port" >"$work/bare.log" 2>&1 &
  hello=$!
  started+=("$hello")
  await curl -fs "http://127.0.0.1:$bare_port/"
  for endpoint in health info metrics prometheus; do
    await curl -fs "http://127.0.0.1:$bare_actuator_port/actuator/$endpoint"
  done
}
stop_bare() {
  kill "$hello"
  wait "$hello" || true
}
bare_idle() { # OPTION...: its largest VmRSS in bytes, in $most
  start_bare "-XX:$use_archive=$work/bare.archive" "$@"
  sleep 10
  read -r most _ <<<"$(watch "$hello" "$seconds")"
  stop_bare
}

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $("$root/p2pd" --version 2>/dev/null | head -1)"
sleep 10
read -r idle idle_cpu <<<"$(watch "$agent" "$seconds")"
start_bare "-XX:$make_archive=$work/bare.archive"
stop_bare
bare_idle
bare=$most
bare_idle -Xms8m -Xmn2m # a heap that the agent could not play with
least=$most
play slow.mp4 1250k & playing=$!
sleep 3
read -r slow slow_cpu <<<"$(watch "$agent" "$seconds")"
kill "$playing" 2>/dev/null || true
read -r aria_slow aria_slow_cpu <<<"$(beside slow.mp4 1250k)"

content=$(curl -fs "http://127.0.0.1:$tracker_port/v1/publications?url=http://$authority/fast.mp4" | grep -o '"contentId":"[0-9a-f]*"' | cut -d'"' -f4)
play fast.mp4 6250k & playing=$!
started+=("$playing")
sleep 5
for _ in $(seq "$peers"); do
  (while :; do curl -s --limit-rate 1m -r 0-16777215 "http://127.0.0.1:$peer_port/.p2pd/content/$content" >/dev/null || sleep 0.1; done) &
  started+=("$!")
done
read -r fast fast_cpu <<<"$(watch "$agent" "$seconds")"
kill "$playing" 2>/dev/null || true

echo "idle: $(mib "$idle") MiB, $idle_cpu % of a core; 10 Mbit/s: $(mib "$slow") MiB, $slow_cpu %; 50 Mbit/s and $peers peers: $(mib "$fast") MiB, $fast_cpu %"
result idle_mib "$(mib "$idle")" 100
result idle_mib_beside_bare "$(mib "$idle")" "$(mib "$bare")"
result bare_mib_with_the_least_heap "$(mib "$least")" 100
result playing_10_mbit_cpu_percent "$slow_cpu" 3
result playing_10_mbit_cpu_percent_beside_aria2 "$slow_cpu" "$aria_slow_cpu"
result playing_10_mbit_mib_beside_aria2 "$(mib "$slow")" "$(mib "$aria_slow")"
result playing_50_mbit_sharing_mib "$(mib "$fast")" 150
