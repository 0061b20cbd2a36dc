#!/usr/bin/env bash
# How long a service's image takes from `docker start` of its process to its first ready answer, with the class cache that is
# trained in the build and without, in turn; and how large the images are. "theirs" is the same image without the cache. Needs Docker
# and the images (docker compose build).
#   ROUNDS [5]  REGISTRY [p2pd]  SERVICES [tracker-service block-service cache-node client-agent]  GOAL_MILLIS [1000]
set -euo pipefail
rounds=${ROUNDS:-5} registry=${REGISTRY:-p2pd} goal=${GOAL_MILLIS:-1000}
services=${SERVICES:-tracker-service block-service cache-node client-agent}
for tool in docker curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install $tool)" >&2; exit 2; }
done

name=p2pd-startup-$$
trap 'docker rm -f "$name" >/dev/null 2>&1 || true' EXIT
trap 'exit 130' INT TERM

# start SERVICE cache|plain: milliseconds from the container's start to the first 200 on its health, seen from this machine.
start() {
  local service=$1 option=() health port begin
  [ "$2" = cache ] || option=(--entrypoint java)
  case $service in
    tracker-service) port=27071 ;;
    block-service) port=27081 ;;
    cache-node) port=27091 ;;
    client-agent) port=21113 ;;
  esac
  health=http://127.0.0.1:$port/actuator/health/liveness
  [ "$service" != client-agent ] || health=http://127.0.0.1:$((port - 1))/api/status
  local arguments=(--management.server.port="$port" --server.port=$((port - 1)) --p2pd.publish.directory=/tmp --p2pd.agent.peer-port=0)
  [ "$2" = cache ] || arguments=(@java.options -jar app.jar "${arguments[@]}")
  docker create --name "$name" --network host --read-only --tmpfs /tmp -v /var/lib/p2pd --no-healthcheck \
    "${option[@]}" "$registry/$service" "${arguments[@]}" >/dev/null
  begin=$(date +%s%N)
  docker start "$name" >/dev/null
  until curl -fs -o /dev/null "$health"; do
    sleep 0.02
    [ $(($(date +%s%N) - begin)) -lt 120000000000 ] || { docker logs "$name" | tail -n 5 >&2; exit 1; }
  done
  echo $((($(date +%s%N) - begin) / 1000000))
  docker rm -f -v "$name" >/dev/null
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $(docker version --format 'Docker {{.Server.Version}}'), $rounds rounds"
for service in $services; do
  docker image inspect "$registry/$service" >/dev/null 2>&1 || { echo "no image $registry/$service (docker compose build)" >&2; exit 2; }
  with= without=
  for _ in $(seq "$rounds"); do
    with+="$(start "$service" cache)"$'\n'
    without+="$(start "$service" plain)"$'\n'
  done
  ours=$(printf '%s' "$with" | median)
  theirs=$(printf '%s' "$without" | median)
  echo "RESULT startup $service-ready-ms ours=$ours theirs=$theirs ratio=$(awk "BEGIN {printf \"%.2f\", $ours / $theirs}")"
  echo "RESULT startup $service-goal-ms ours=$ours theirs=$goal ratio=$(awk "BEGIN {printf \"%.2f\", $ours / $goal}")"
  echo "$service: image $(docker image inspect --format '{{.Size}}' "$registry/$service" | awk '{printf "%d", $1 / 1000000}') MB"
done
