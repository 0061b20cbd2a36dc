#!/bin/sh
# Makes the images that the project builds upon where no registry can be reached: from Debian's packages and a JDK 25 of
# this machine, under the official names, so that nothing else has to know.
#
#   sudo docker/bases/make.sh [JDK]     JDK: the home of a JDK 25; default: the one 'java' or /usr/lib/jvm has
#
# Needs root, debootstrap and a Debian mirror. With a registry at hand nobody needs this.
set -eu

release=bookworm

fail() {
  printf '%s: %s\n' "$0" "$1" >&2
  exit 1
}

is_jdk_25() {
  [ -x "$1/bin/jlink" ] && "$1/bin/java" -version 2>&1 | grep -q '"25[".]'
}

jdk=${1:-}
if [ -z "$jdk" ]; then
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if is_jdk_25 "$candidate"; then
      jdk=$candidate
      break
    fi
  done
fi
is_jdk_25 "${jdk:-/nowhere}" || fail "${jdk:-no JDK found} (expected: the home of a JDK 25)"
[ "$(id -u)" = 0 ] || fail "must be root: debootstrap makes device files"
command -v debootstrap >/dev/null || fail "needs debootstrap: apt-get install debootstrap"
docker info >/dev/null 2>&1 || fail "no Docker engine answers"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# image NAME PACKAGES CHANGE…: a Debian with these packages; each change is a Dockerfile instruction.
image() {
  name=$1
  packages=$2
  shift 2
  printf '%s…\n' "$name"
  cp -a "$work/debian" "$work/image"
  if [ -n "$packages" ]; then
    # shellcheck disable=SC2086 # packages are words
    chroot "$work/image" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $packages >"$work/apt.log" 2>&1 || fail "$(tail -n 3 "$work/apt.log")"
    chroot "$work/image" apt-get clean
  fi
  # Where the official images keep their data.
  case $name in
    redis:*) chroot "$work/image" install -d -o redis -g redis /data ;;
    prom/*) chroot "$work/image" install -d -o prometheus -g prometheus /prometheus ;;
  esac
  if [ -d "$work/extra" ]; then
    cp -a "$work/extra/." "$work/image/"
    rm -rf "$work/extra"
  fi
  rm -rf "$work/image/usr/share/doc" "$work/image/usr/share/man" "$work/image/usr/share/locale" "$work/image/var/lib/apt/lists"
  for change in "$@"; do set -- "$@" --change "$change"; shift; done
  tar -C "$work/image" -c . | docker import "$@" - "$name" >/dev/null
  rm -rf "$work/image"
}

debootstrap --variant=minbase "$release" "$work/debian" >"$work/debootstrap.log" 2>&1 || fail "$(tail -n 3 "$work/debootstrap.log")"
# No service starts while packages are installed.
printf '#!/bin/sh\nexit 101\n' >"$work/debian/usr/sbin/policy-rc.d"
chmod +x "$work/debian/usr/sbin/policy-rc.d"

java_path='ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
java_home='ENV JAVA_HOME=/opt/java/openjdk'
utf8='ENV LANG=C.UTF-8'

# Builds trust whom this machine trusts: it may be behind a proxy with a certificate of its own.
mkdir -p "$work/extra/opt/java" "$work/extra/etc/ssl/certs"
cp -a "$jdk" "$work/extra/opt/java/openjdk"
cp -L /etc/ssl/certs/ca-certificates.crt "$work/extra/etc/ssl/certs/"
if [ -f /etc/ssl/certs/java/cacerts ]; then
  rm -f "$work/extra/opt/java/openjdk/lib/security/cacerts"
  cp -L /etc/ssl/certs/java/cacerts "$work/extra/opt/java/openjdk/lib/security/cacerts"
fi
image eclipse-temurin:25-jdk "ca-certificates wget unzip" "$java_path" "$java_home" "$utf8"

mkdir -p "$work/extra/opt/java"
"$jdk/bin/jlink" --add-modules java.se,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs,jdk.localedata \
  --include-locales en --strip-debug --no-header-files --no-man-pages --generate-cds-archive --output "$work/extra/opt/java/openjdk"
image eclipse-temurin:25-jre "ca-certificates" "$java_path" "$java_home" "$utf8"

image redis:7-alpine redis-server "USER redis" "WORKDIR /data" 'CMD ["redis-server"]'
image haproxy:3.0-alpine "haproxy busybox" "USER haproxy" 'CMD ["haproxy", "-f", "/usr/local/etc/haproxy/haproxy.cfg"]'
image prom/prometheus:v3.5.0 prometheus "USER prometheus" "WORKDIR /prometheus" 'ENTRYPOINT ["prometheus"]'
docker images --format '{{.Repository}}:{{.Tag}}  {{.Size}}' | grep -E '^(eclipse-temurin|redis|haproxy|prom/)'
