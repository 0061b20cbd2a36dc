#!/bin/sh
# The images of a release: release/images.sh VERSION LIST. From the jars that ./mvnw package left, as REGISTRY/SERVICE:VERSION;
# LIST gets a line for each, its name and id. Without a Docker engine, or its base images, LIST says why there are none.
#   REGISTRY [p2pd]  BUILD_IMAGE [eclipse-temurin:25-jdk]  RUNTIME_IMAGE [eclipse-temurin:25-jre]
set -eu

version=$1
list=$2
registry=${REGISTRY:-p2pd}
build_image=${BUILD_IMAGE:-eclipse-temurin:25-jdk}
runtime_image=${RUNTIME_IMAGE:-eclipse-temurin:25-jre}
cd "$(dirname -- "$0")/.."

without() {
  printf 'No images: %s.\n' "$1" | tee "$list"
  exit 0
}

command -v docker >/dev/null || without "docker is not installed"
docker info >/dev/null 2>&1 || without "no Docker engine answers"
for image in "$build_image" "$runtime_image"; do
  docker image inspect "$image" >/dev/null 2>&1 || docker pull -q "$image" >/dev/null 2>&1 \
    || without "the image $image is not here and cannot be pulled (BUILD_IMAGE, RUNTIME_IMAGE; docker/bases/make.sh makes them)"
done

revision=$(git rev-parse HEAD 2>/dev/null || echo unknown)
: >"$list.new"
for service in tracker-service block-service cache-node client-agent; do
  name=$registry/$service:$version
  printf 'image %s…\n' "$name"
  docker build -q -t "$name" --build-arg SERVICE="$service" --build-arg JARS=ready \
    --build-arg BUILD_IMAGE="$build_image" --build-arg RUNTIME_IMAGE="$runtime_image" \
    --build-arg VERSION="$version" --build-arg REVISION="$revision" . >/dev/null
  docker image inspect --format "$name {{.Id}}" "$name" >>"$list.new"
done
mv "$list.new" "$list"
