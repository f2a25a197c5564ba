#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test, and ends with a line "N passed, N failed".
set -u
cd "$(dirname "$0")" || exit 1

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

dotnet test Izzy.slnx --nologo -- RunConfiguration.MaxCpuCount=1 2>&1 | tee "$log"
status=${PIPESTATUS[0]}

# dotnet test closes each test project with one line: Passed! - Failed: 0, Passed: 12, Skipped: 0, Total: 12, ...
count() { grep -oE "$1: +[0-9]+" "$log" | grep -oE '[0-9]+' | paste -sd+ | sed 's/^$/0/' | bc; }
passed=$(count Passed) failed=$(count Failed) skipped=$(count Skipped)
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1   # a build that broke, or a test host that died, ran no test to count
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
exit "$((failed > 0))"
