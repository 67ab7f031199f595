#!/usr/bin/env bash
# The test suite: fast by default, all of it with --slow.
set -euo pipefail
cd "$(dirname "$0")/.."
export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}
marks=(-m "not slow")
[ "${1:-}" = --slow ] && marks=()
exec .venv/bin/python -m pytest -q -n 2 --dist loadfile "${marks[@]}"
