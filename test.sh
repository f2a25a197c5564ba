#!/usr/bin/env bash
# Installs what the tests need from Debian's packages where it may, builds, runs every test, and ends with a line
# "N passed, N failed" (and how many were skipped, where any were: each says what is missing).
set -u
cd "$(dirname "$0")" || exit 1

for option in "$@"; do
  case $option in
    # Thirty to a hundred times as many random cases, and minutes of a soak: some twenty minutes more.
    --long) export IZZY_TEST_LONG=1 ;;
    --help | -h) echo "Usage: ./test.sh [--long]   (--long: the long run of the fuzzer, the models and the endurance tests)"; exit 0 ;;
    *) echo "Unknown option $option. Usage: ./test.sh [--long]" >&2; exit 2 ;;
  esac
done

# What is needed, and the packages that bring it.
needed='
ip               iproute2                   # network namespaces, which are hosts and a switch on this machine
iptables         iptables                   # a packet filter, which loses what it is told to lose
npm              nodejs npm                 # builds the operator'"'"'s page
chromium         chromium fonts-dejavu-core # looks at it
python3          python3                    # runs the robot in Python that the guide shows, and the attacker
tshark           tshark                     # reads the captures, and runs the dissector
systemd-analyze  systemd                    # reads the units
'
packages=()
while read -r command brings; do
  [ -z "$command" ] || command -v "$command" >/dev/null || read -ra packages <<<"${packages[*]} ${brings%%#*}"
done <<<"$needed"
if [ "${#packages[@]}" -gt 0 ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >/dev/null ||
    echo "Not all of these could be installed: ${packages[*]}. Tests that need what is missing are skipped." >&2
fi

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

if ! dotnet format whitespace . --folder --verify-no-changes --exclude '**/obj/**' '**/bin/**'; then
  echo "Not formatted as .editorconfig says. Run: dotnet format Izzy.slnx" >&2
  echo "0 passed, 1 failed"
  exit 1
fi

# Release: what is tested is what is packed, and the random cases take half the time. One compiler that stays for all projects
# takes half the time of one for each; then it goes: nothing of this run is left behind.
dotnet build Izzy.slnx --nologo -v minimal -m -nodeReuse:false -p:UseSharedCompilation=true -c Release 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1

if [ "$status" -eq 0 ]; then
  # One test project after the other: the real-time tests want the machine to themselves.
  dotnet test Izzy.slnx --no-build --nologo -m:1 -c Release 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
fi

# Each test project closes with a line: Passed!  - Failed: 0, Passed: 12, Skipped: 0, Total: 12, ...
count() { sed -nE "s/^(Passed!|Failed!|Skipped!) .*[ ,-]$1: *([0-9]+).*/\2/p" "$log" | awk '{ sum += $1 } END { print sum + 0 }'; }
failed=$(count Failed)
passed=$(count Passed)
skipped=$(count Skipped)
# A build that broke or a test host that died counts nothing, and must not look like success.
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi

if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && { [ "$skipped" -eq 0 ] || [ -z "${CI:-}" ]; }
