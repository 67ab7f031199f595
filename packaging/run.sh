#!/usr/bin/env bash
# The main job: the studio on the demo customer; without a display the same order headless.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
  exec .venv/bin/ampc-desktop --demo
fi
out="orders/demo-$(date +%Y%m%d-%H%M%S)"
echo "No display: making the demo order headless."
exec .venv/bin/ampc order \
  --say "a relaxed black tee, crew neck, long sleeves, thin white stripes" \
  --body resources/body/demo_customer.yaml --out "$out"
