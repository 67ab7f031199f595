#!/usr/bin/env bash
# The test suite: fast by default, all of it with --slow.
set -euo pipefail
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
marks=()
[ "${1:-}" = --slow ] && marks=(-m "slow or not slow" --timeout 1800 -o faulthandler_timeout=1800)
exec .venv/bin/python -m pytest -q -n 2 --dist loadfile ${marks[@]+"${marks[@]}"}
