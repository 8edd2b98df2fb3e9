#!/bin/sh
# The example service under load, leaking sessions, for DEMO_SECONDS: then what trimtab found.
set -eu
cd "$(dirname "$0")/.."
SWIFT=${SWIFT:-swift}
recording=order-service.trimtab
page=order-service.html

$SWIFT build -c release ${RELEASE_FLAGS:-} --product OrderService
echo
echo "OrderService takes orders for ${DEMO_SECONDS:-20} s, and forgets to end its sessions ..."
echo
.build/release/trimtab run --output "$recording" --html "$page" -- \
  .build/release/OrderService --port 0 --leak-sessions --load 4 --duration "${DEMO_SECONDS:-20}"
# A picture of the page, where there is a browser to take it.
browser=$(command -v chromium || command -v google-chrome || true)
picture=order-service.png
if [ -n "$browser" ] && "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1280,1500 \
  --virtual-time-budget=5000 --screenshot="$picture" "file://$PWD/$page" >/dev/null 2>&1; then
  pictured=", in short $picture"
fi
cat <<END

Open in a browser: file://$PWD/$page${pictured:-}

END
if command -v python3 >/dev/null 2>&1; then
  echo "Now 400 requests at once that ask for 3 GiB together, where there are 256 MiB: without and with --memory-limit ..."
  echo
  python3 scripts/burst.py --demo
else
  echo "There is no python3 to send a burst of requests with, so --memory-limit is not shown."
fi
cat <<END

Try next:
  .build/release/OrderService --memory-limit 256MiB               # docs/tuning.md
  .build/release/trimtab report $recording --top 20
  .build/release/trimtab diff $recording ANOTHER.trimtab
  .build/release/trimtab report $recording --pprof heap.pb.gz    # then: go tool pprof -http=: heap.pb.gz
  .build/release/trimtab run -- YOUR-PROGRAM
END
