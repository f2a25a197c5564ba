#!/usr/bin/env bash
# Installs what the tests need from Debian's packages where it may, builds, runs every test, and ends with a line
# "N passed, N failed" (and how many were skipped, where any were: each says what is missing).
set -u
cd "$(dirname "$0")" || exit 1

configuration=Debug
for option in "$@"; do
  case $option in
    # Thirty to a hundred times as many random cases, and minutes of a soak; optimised, so that it takes twenty minutes and not hours.
    --long) export IZZY_TEST_LONG=1 configuration=Release ;;
    --help | -h) echo "Usage: ./test.sh [--long]   (--long: the long run of the fuzzer, the models and the endurance tests)"; exit 0 ;;
    *) echo "Unknown option $option. Usage: ./test.sh [--long]" >&2; exit 2 ;;
  esac
done

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && ! { command -v ip && command -v iptables; } >/dev/null; then
  # Network namespaces, which are hosts and a switch on this machine; and a packet filter, which loses what it is told to lose.
  { apt-get update && apt-get install -y --no-install-recommends iproute2 iptables; } >/dev/null ||
    echo "iproute2 and iptables could not be installed; tests that need them are skipped." >&2
fi

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  # The operator's page is built by Node and looked at in a real browser.
  missing=()
  command -v chromium >/dev/null || missing+=(chromium fonts-dejavu-core)
  command -v npm >/dev/null || missing+=(nodejs npm)
  # The robot in Python that the guide shows is run.
  command -v python3 >/dev/null || missing+=(python3)
  if [ "${#missing[@]}" -gt 0 ]; then
    { apt-get update && apt-get install -y --no-install-recommends "${missing[@]}"; } >/dev/null || echo "${missing[*]} could not be installed; tests that need it are skipped." >&2
  fi
fi

if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && ! command -v tshark >/dev/null; then
  # Wireshark's own eyes, for the dissector and for the captures that are written.
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends tshark; } >/dev/null ||
    echo "tshark could not be installed; tests that need it are skipped." >&2
fi

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

# One compiler that stays for all projects takes half the time of one for each. Then it goes: nothing of this run is left behind.
dotnet build Izzy.slnx --nologo -v minimal -m -nodeReuse:false -p:UseSharedCompilation=true -c "$configuration" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1

if [ "$status" -eq 0 ]; then
  # One test project after the other: the real-time tests want the machine to themselves.
  dotnet test Izzy.slnx --no-build --nologo -m:1 -c "$configuration" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
fi

# Each test project closes with a line: Passed!  - Failed: 0, Passed: 12, Skipped: 0, Total: 12, ...
count() { sed -nE "s/^(Passed!|Failed!|Skipped!).*[ ,]$1: *([0-9]+).*/\2/p" "$log" | awk '{ sum += $1 } END { print sum + 0 }'; }
failed=$(sed -nE 's/^(Passed!|Failed!|Skipped!) +- Failed: *([0-9]+).*/\2/p' "$log" | awk '{ sum += $1 } END { print sum + 0 }')
passed=$(count Passed)
skipped=$(count Skipped)
# A build that broke or a test host that died counts nothing, and must not look like success.
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi

if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
