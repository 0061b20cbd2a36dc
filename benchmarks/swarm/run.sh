#!/usr/bin/env bash
# The shipping engine and handout policy in simulated swarms, beside what no schedule can beat: the bound of Kumar and Ross.
# Virtual time, so the figures do not depend on this machine. Arguments: names of scenarios (default: all), --seed=N; or
# --real: one film to real processes on shaped lines instead (real.sh, which says what can be set).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
[ "${1:-}" != --real ] || exec "$here/real.sh"
command -v java >/dev/null || { echo "java is missing" >&2; exit 2; }
jar=$(ls "$root"/simulation/target/simulation-*-exec.jar 2>/dev/null | head -1 || true)
if [ -z "$jar" ]; then
  (cd "$root" && ./mvnw -q -B -pl simulation -am package -DskipTests)
  jar=$(ls "$root"/simulation/target/simulation-*-exec.jar | head -1)
fi
exec java -jar "$jar" "$@"
