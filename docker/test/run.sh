#!/bin/sh
# Starts docker-compose.yml for real and uses it as people would: ./p2pd compose-test [--bases] [--jars] [--keep]
#
#   --bases   first makes the base images without a registry (docker/bases/make.sh; root, Debian)
#   --jars    images from the jars that ./mvnw package left, instead of building them inside
#   --keep    leaves everything running at the end
#
# Uses ports of its own (17070, 17080, 17090, 11111, 11112) and the project name p2pd-test. Ends with "passed", "FAILED: why",
# or "skipped: why" where no Docker engine answers; exit status 0, 1, 0.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
cd "$root"
project=p2pd-test
wait_seconds=180

bases=
jars=build
keep=
for option in "$@"; do
  case $option in
    --bases) bases=yes ;;
    --jars) jars=ready ;;
    --keep) keep=yes ;;
    *) printf 'compose-test: %s (expected: --bases, --jars or --keep)\n' "$option" >&2; exit 2 ;;
  esac
done

# --- What it takes ----------------------------------------------------------------------------------------------------

skip() {
  printf 'skipped: %s\n' "$1"
  exit 0
}

command -v docker >/dev/null || skip "no Docker engine: docker is not installed"
docker info >/dev/null 2>&1 || skip "no Docker engine answers"
if docker compose version >/dev/null 2>&1; then
  compose() { docker compose --env-file "$work/env" -p "$project" "$@"; }
elif command -v docker-compose >/dev/null; then
  compose() { docker-compose --env-file "$work/env" -p "$project" "$@"; }
else
  skip "neither 'docker compose' nor docker-compose is installed"
fi
[ -z "$bases" ] || docker/bases/make.sh
for image in eclipse-temurin:25-jdk eclipse-temurin:25-jre redis:7-alpine haproxy:3.0-alpine; do
  docker image inspect "$image" >/dev/null 2>&1 || docker pull -q "$image" >/dev/null 2>&1 \
    || skip "the image $image is not here and cannot be pulled (--bases makes it from Debian's packages)"
done

work=$(mktemp -d)
chmod 755 "$work"
trap 'finish $?' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

finish() {
  status=$1
  trap - EXIT
  if [ "$status" != 0 ]; then
    printf '\n--- The last of each log:\n' >&2
    compose logs --no-color --tail 3 2>/dev/null | cut -c 1-300 >&2 || true
  fi
  docker rm -f "$project-outside" >/dev/null 2>&1 || true
  if [ -z "$keep" ]; then
    compose --profile observe down -v --remove-orphans >"$work/down.log" 2>&1 || true
    rm -rf "$work"
  else
    printf 'Left running; %s has what is needed to end it: docker-compose --env-file %s/env -p %s down -v\n' "$work" "$work" "$project"
  fi
  exit "$status"
}

passed() { printf 'ok      %s\n' "$1"; }

fail() {
  printf 'FAILED: %s\n' "$1"
  exit 1
}

# until_true SECONDS WHAT COMMAND…: waits until the command succeeds.
until_true() {
  limit=$(($(date +%s) + $1))
  what=$2
  shift 2
  until "$@"; do
    [ "$(date +%s)" -lt "$limit" ] || fail "$what, within $wait_seconds s"
    sleep 1
  done
}

# --- The films, the settings, the start ---------------------------------------------------------------------------------

# The address under which others than this machine reach it.
address=$(hostname -I | tr ' ' '\n' | grep -E '^[0-9]+(\.[0-9]+){3}$' | grep -v '^127\.' | head -n 1)
[ -n "$address" ] || skip "this machine has no IPv4 address but loopback"

mkdir "$work/media"
cp standalone/src/main/resources/org/p2pd/standalone/demo/disk/sample-clip.mp4 "$work/media/clip.mp4"
head -c 20000000 /dev/urandom >"$work/media/film.bin"
chmod -R a+rX "$work/media"

secret() { head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# The example, so that it is tested too, and over it what this test needs.
cat .env.example - >"$work/env" <<ENV
P2PD_TRACKER_SECRET=$(secret)
P2PD_TRACKER_PUBLISH_TOKEN=$(secret)
MEDIA_DIR=$work/media
P2PD_AUTHORITY=films.example
P2PD_ORIGIN_URL=http://$address:17080
P2PD_CACHES_URL=http://$address:17090
P2PD_PUBLISH_TRACKER_URLS=http://$address:17070
P2PD_REGISTRY=p2pd-test
TRACKER_PORT=17070
ORIGIN_PORT=17080
CACHES_PORT=17090
AGENT_PORT=11111
PROMETHEUS_PORT=19090
CONTROL_SUBNET=172.30.71.0/24
LOG_FORMAT=ecs
JARS=$jars
ENV

compose --profile observe down -v --remove-orphans >/dev/null 2>&1 || true
# One after the other: the services share their first layers, and every cache of classes is trained alone.
for service in tracker origin cache-node agent; do
  compose build "$service" >"$work/build.log" 2>&1 || fail "image of $service: $(grep -vi deprecated "$work/build.log" | tail -n 5)"
done
passed "four images built"
compose up -d --no-build >"$work/up.log" 2>&1 || fail "start: $(tail -n 5 "$work/up.log")"
passed "started in order, each when what it needs was healthy"

container() { docker ps -q --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$1"; }
health() { docker inspect --format '{{.State.Health.Status}}' "$1"; }
all_healthy() {
  for each in $(docker ps -aq --filter "label=com.docker.compose.project=$project"); do
    [ "$(health "$each")" = healthy ] || return 1
  done
}
until_true $wait_seconds "not all containers became healthy" all_healthy
passed "all healthy"

# --- The film through every role ------------------------------------------------------------------------------------------

tracker=http://127.0.0.1:17070
hash() { sha256sum | cut -d ' ' -f 1; }
get() { curl -sS --fail --max-time 60 "$@"; }
published() { [ "$(get "$tracker/v1/publications?authority=films.example" 2>/dev/null | grep -o '"contentId"' | wc -l)" = 2 ]; }
until_true 60 "the two films were not published" published
passed "two films published"

for film in clip.mp4 film.bin; do
  expected=$(hash <"$work/media/$film")
  same() { [ "$2" = "$expected" ] || fail "$film through $1 differs: $2 (expected: $expected)"; }
  same "the origin" "$(get "http://127.0.0.1:17080/$film" | hash)"
  same "the caches" "$(get -H 'Host: films.example' "http://127.0.0.1:17090/$film" | hash)"
  same "the agent" "$(get "http://localhost:11111/films.example/$film" | hash)"
  same "the agent as a proxy" "$(get -x http://127.0.0.1:11111 "http://films.example/$film" | hash)"
  passed "$film through origin, caches, agent and agent as proxy: the same bytes"
done

get http://localhost:11111/ | grep -q '<title>' || fail "the agent's page does not open at its outside port"
passed "the agent's page opens under the port that this machine maps to it"
get http://127.0.0.1:17080/.well-known/p2pd | grep -q "\"trackers\":\[\"http://$address:17070\"\]" \
  || fail "the origin does not name the tracker as clients reach it: $(get http://127.0.0.1:17080/.well-known/p2pd)"
passed "clients are told the tracker's outside address"

# --- What is open, who runs it ----------------------------------------------------------------------------------------------

open=$(docker ps --filter "label=com.docker.compose.project=$project" --format '{{.Ports}}' | tr ',' '\n' \
  | grep -e '->' | grep -v '::' | sed 's/^ *//; s/->.*//' | sort | tr '\n' ' ')
[ "$open" = "0.0.0.0:17070 0.0.0.0:17080 0.0.0.0:17090 127.0.0.1:11111 " ] || fail "open ports: $open"
passed "open: tracker, origin, caches; the agent on loopback only"

for service in redis tracker balancer origin cache-node agent; do
  for each in $(container $service); do
    [ "$(docker inspect --format '{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}}' "$each")" = "true [ALL]" ] \
      || fail "$service may write its root or has capabilities"
    docker top "$each" -o uid,pid | awk 'NR > 1 && $1 == 0 { exit 1 }' || fail "$service runs as root"
  done
done
passed "none runs as root, has a capability or may write its root"

docker logs "$(container origin)" 2>/dev/null | awk '!/^\{"@timestamp".*\}$/ { exit 1 }' || fail "a log line of the origin is no ECS JSON"
passed "log lines are ECS JSON"

# --- A viewer outside ---------------------------------------------------------------------------------------------------------

# In this machine's own network, not in compose's; knows nothing but the tracker's address.
docker run -d --name "$project-outside" --network host --read-only --tmpfs /tmp -v /var/lib/p2pd \
  -e P2PD_TRACKER_URL="http://$address:17070" p2pd-test/client-agent \
  --server.port=11110 --p2pd.agent.peer-port=11112 --management.server.port=11113 >/dev/null
outside=http://127.0.0.1:11110
reachable() { get "$outside/api/status" 2>/dev/null | grep -q '"reachable":true'; }
until_true 60 "the outside agent did not become reachable" reachable
[ "$(get "$outside/films.example/film.bin" | hash)" = "$expected" ] || fail "film.bin through the outside agent differs"
passed "a viewer outside fetches, and became reachable: its own address came through the balancer"
docker rm -f "$project-outside" >/dev/null

# --- What an operator sees ----------------------------------------------------------------------------------------------------

prometheus=http://127.0.0.1:19090
query() { get -G "$prometheus/api/v1/query" --data-urlencode "query=$1"; }
scraped() { query 'count(up == 1)' 2>/dev/null | grep -q '"6"'; }
prometheus_image=$(sed -n 's/^PROMETHEUS_IMAGE=//p' .env.example)
if docker image inspect "$prometheus_image" >/dev/null 2>&1 || docker pull -q "$prometheus_image" >/dev/null 2>&1; then
  compose --profile observe up -d --no-build --no-recreate prometheus >"$work/up.log" 2>&1 || fail "Prometheus: $(tail -n 5 "$work/up.log")"
  until_true 60 "Prometheus did not find two trackers, the origin, two caches and the balancer" scraped
  get "$prometheus/api/v1/rules" | grep -q P2pdNoTracker || fail "the alert rules are not loaded"
  # Two scrapes more, so that rates exist; then no rule and no panel may be an error.
  until_true 60 "no rate of announces" sh -c "curl -sS -G $prometheus/api/v1/query --data-urlencode 'query=rate(p2pd_tracker_announces_total[1m]) > 0' | grep -q instance"
  get "$prometheus/api/v1/rules" | grep -q '"health":"err"' && fail "an alert rule has an error"
  sed -n 's/^ *"expr": "\(.*\)",*$/\1/p' k8s/p2pd/dashboards/*.json | sed 's/\\"/"/g' >"$work/expressions"
  while read -r expression; do
    query "$expression" | grep -q '"status":"success"' || fail "a panel asks what Prometheus refuses: $expression"
  done <"$work/expressions"
  passed "Prometheus scrapes all six, takes the alert rules and the $(wc -l <"$work/expressions") questions of the dashboards"
else
  echo "not tried: Prometheus: $prometheus_image is not here and cannot be pulled"
fi

# --- Killed, and back -------------------------------------------------------------------------------------------------------

restarts() { docker inspect --format '{{.RestartCount}}' "$1"; }
back() { [ "$(restarts "$1")" -gt 0 ] && [ "$(health "$1")" = healthy ]; }
# Not 'docker kill': the engine takes that for the operator's wish and restarts nothing.
kill_in() {
  docker run --rm --pid host --user 0 --entrypoint sh "$(docker inspect --format '{{.Config.Image}}' "$(container redis)")" \
    -c "kill -9 $(docker inspect --format '{{.State.Pid}}' "$1")"
}
played() { [ "$(get -H 'Host: films.example' http://127.0.0.1:17090/film.bin 2>/dev/null | hash)" = "$expected" ]; }

for service in tracker cache-node origin redis balancer agent; do
  victim=$(container $service | head -n 1)
  kill_in "$victim"
  case $service in
    tracker | cache-node) until_true 20 "with one $service killed the other did not serve film.bin" played ;;
    origin | redis) played || fail "with $service killed the caches did not serve film.bin" ;;
  esac
  until_true $wait_seconds "$service did not come back" back "$victim"
  passed "$service killed; came back"
done
until_true 60 "after the kills film.bin did not come through the caches" played
until_true 60 "after the kills the two films were not published" published
passed "after all kills: film.bin through the caches, two films at the tracker"

# --- More caches, fewer caches ----------------------------------------------------------------------------------------------

balanced() { docker exec "$(container balancer)" busybox wget -qO- http://127.0.0.1:8404/metrics | grep -c '^haproxy_server_status{proxy="caches",.*state="UP"} 1'; }
caches_are() { [ "$(balanced)" = "$1" ] && get "$tracker/v1/stats" | grep -q "\"cache\":$1"; }
compose up -d --no-build --no-recreate --scale cache-node=4 >"$work/up.log" 2>&1 || fail "scaling: $(tail -n 5 "$work/up.log")"
until_true $wait_seconds "balancer and tracker did not find four caches" caches_are 4
passed "four caches: the balancer and the tracker found them"
compose up -d --no-build --no-recreate --scale cache-node=1 >"$work/up.log" 2>&1 || fail "scaling: $(tail -n 5 "$work/up.log")"
until_true $wait_seconds "balancer and tracker did not find one cache" caches_are 1
until_true 20 "film.bin did not come through the one cache left" played
passed "one cache: the film still comes"

# --- The end ----------------------------------------------------------------------------------------------------------------

compose stop >"$work/stop.log" 2>&1 || fail "stop: $(tail -n 3 "$work/stop.log")"
for each in $(docker ps -aq --filter "label=com.docker.compose.project=$project" --filter status=exited); do
  code=$(docker inspect --format '{{.State.ExitCode}}' "$each")
  [ "$code" != 137 ] || fail "$(docker inspect --format '{{.Name}}' "$each") had to be killed (expected: it ends at SIGTERM)"
done
passed "all ended at SIGTERM"
if [ -z "$keep" ]; then
  compose --profile observe down -v --remove-orphans >"$work/down.log" 2>&1 || fail "down: $(tail -n 3 "$work/down.log")"
  [ -z "$(docker ps -aq --filter "label=com.docker.compose.project=$project")$(docker volume ls -q --filter "label=com.docker.compose.project=$project")" ] \
    || fail "containers or volumes are left"
  passed "torn down, nothing left"
fi
echo passed
