#!/usr/bin/env bash
# Runs of blocks between two nodes over HTTP/2 without TLS (h2c) beside HTTP/1.1, with the HTTP server and client that p2pd
# stands on, in turns: "ours" is h2c, "theirs" HTTP/1.1. Needs java, unzip.
#   RUN_KIB [1024]  AT_ONCE [8]  SECONDS_PER_RUN [5]  TURNS [5]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
at_once=${AT_ONCE:-8}
seconds=${SECONDS_PER_RUN:-5}
turns=${TURNS:-5}
for tool in java unzip; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (Debian: apt-get install unzip)" >&2; exit 2; }
done

work=$(mktemp -d)
server=
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT INT TERM

jar() { ls "$root"/client-agent/target/client-agent-*-exec.jar 2>/dev/null | head -1; }
[ -n "$(jar)" ] || (cd "$root" && ./mvnw -q -B -pl client-agent -am package -DskipTests)
unzip -q "$(jar)" 'BOOT-INF/lib/*' -d "$work"
libraries="$work/BOOT-INF/lib/*"
javac -cp "$libraries" -d "$work" "$here/Versions.java"
head -c "${RUN_KIB:-1024}K" /dev/urandom >"$work/run"

port=$((20000 + $$ % 10000))
java -Xmx256m -cp "$work:$libraries" Versions serve "$port" "$work/run" >"$work/server.log" 2>&1 &
server=$!
for _ in $(seq 300); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break; fi
  sleep 0.1
done

# User and system time of a process, in hundredths of a second.
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }

# fetch VERSION: prints MiB/s, and CPU seconds per GiB of the server alone and of both.
fetch() {
  local before after rate cpu
  before=$(ticks "$server")
  TIMEFORMAT='%U %S'
  { time java -Xmx256m -cp "$work:$libraries" Versions fetch "$1" "$port" "$at_once" "$seconds" >"$work/rate" 2>"$work/client.log"; } 2>"$work/time" ||
    { tail -5 "$work/client.log" "$work/server.log" >&2; exit 1; }
  after=$(ticks "$server")
  rate=$(tail -1 "$work/rate")
  cpu=$(awk -v ticks="$((after - before))" -v rate="$rate" -v seconds="$seconds" \
    '{gib = rate * seconds / 1024; printf "%.3f %.3f", ticks / 100 / gib, (ticks / 100 + $1 + $2) / gib}' "$work/time")
  printf '%-9s %6s MiB/s  server CPU %s s/GiB  both %s s/GiB\n' "$1" "$rate" ${cpu% *} ${cpu#* } >&2
  echo "$rate $cpu"
}

echo "load average $(cut -d' ' -f1 /proc/loadavg), $(nproc) cores, $at_once runs of ${RUN_KIB:-1024} KiB at once" >&2
fetch http/1.1 >/dev/null
fetch h2c >/dev/null
for _ in $(seq "$turns"); do
  fetch http/1.1 >>"$work/one"
  fetch h2c >>"$work/two"
done
median() { sort -n -k"$2,$2" "$1" | awk -v column="$2" '{value[NR] = $column} END {print value[int((NR + 1) / 2)]}'; }
column=1
for metric in MiB-per-second server-CPU-seconds-per-GiB both-CPU-seconds-per-GiB; do
  ours=$(median "$work/two" $column) theirs=$(median "$work/one" $column)
  echo "RESULT h2c $metric ours=$ours theirs=$theirs ratio=$(awk "BEGIN {printf \"%.2f\", $ours / $theirs}")"
  column=$((column + 1))
done
