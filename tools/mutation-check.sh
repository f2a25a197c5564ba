#!/usr/bin/env bash
# Does a test fail when the decision to stop is changed? Two parts, on a copy of what is committed:
#   operators and statements   Stryker.NET (a tool of .NET, see .config/dotnet-tools.json) over src/Izzy.Heartbeat/Safety
#   constants                  the list below, one change at a time, against the tests of that folder: Stryker changes no numbers
# Takes most of an hour; --constants runs the second part alone. Ends with 1 if a change of a constant survives. What survives the first part is to be
# looked at, with all tests: it may be a change that changes nothing.
set -eu
cd "$(dirname "$0")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git archive HEAD | tar -x -C "$copy"
cd "$copy"
# A change must fail a test that says what it is about: not by chance one that draws its cases, nor one that plays a whole evening or lets threads
# race, of which each would take seconds for each of hundreds of changes.
rm -r tests/Izzy.Heartbeat.Tests/{Endurance,Fuzz,Models} tests/Izzy.Heartbeat.Tests/Scenarios/*Scenarios.cs tests/Izzy.Heartbeat.Tests/Threads/{ConditionalReset,SteadyStateAllocation}Tests.cs

if [ "${1:-}" != "--constants" ]; then
  dotnet tool restore
  (cd tests/Izzy.Heartbeat.Tests && dotnet stryker)
fi

# file | what stands there | what is put in its place
constants='
BeatSpacing        | Needed = 3                 | Needed = 2
BeatSpacing        | Needed = 3                 | Needed = 4
BeatSpacing        | 1.5 \* smallest            | 1.49 * smallest
BeatSpacing        | 1.5 \* smallest            | 1.51 * smallest
BeatSchedule       | missed + 1                 | missed
BeatSchedule       | missed + 1                 | missed + 2
DeadMansSwitch     | HeldReset = TimeSpan.FromSeconds(1) | HeldReset = TimeSpan.FromSeconds(0.999)
DeadMansSwitch     | HeldReset = TimeSpan.FromSeconds(1) | HeldReset = TimeSpan.FromSeconds(1.001)
DeadMansSwitch     | until + TimeSpan.FromTicks(1) | until
DeadMansSwitch     | until + TimeSpan.FromTicks(1) | until + TimeSpan.FromTicks(2)
DeadMansSwitch     | control + TimeSpan.FromTicks(1) | control
DeadMansSwitch     | control + TimeSpan.FromTicks(1) | control + TimeSpan.FromTicks(2)
IzzyRegistry       | Capacity = 16_384          | Capacity = 16_383
IzzyRegistry       | Capacity = 16_384          | Capacity = 16_385
IzzyRegistry       | LateAfter = 2.5            | LateAfter = 2.49
IzzyRegistry       | LateAfter = 2.5            | LateAfter = 2.51
IzzyRegistry       | LostAfter = 5              | LostAfter = 4.99
IzzyRegistry       | LostAfter = 5              | LostAfter = 5.01
IzzyRegistry       | FromMilliseconds(30)       | FromMilliseconds(29)
IzzyRegistry       | FromMilliseconds(30)       | FromMilliseconds(31)
IzzyRegistry       | FromMinutes(1)             | FromSeconds(59)
IzzyRegistry       | FromMinutes(1)             | FromSeconds(61)
OncePer            | capacity = 64              | capacity = 63
OncePer            | capacity = 64              | capacity = 65
Ownership          | FromSeconds(3.5)           | FromSeconds(3.499)
Ownership          | FromSeconds(3.5)           | FromSeconds(3.501)
PermitLease        | _last.Number + 1           | _last.Number + 2
RejectTally        | FromSeconds(1)             | FromSeconds(0.999)
RejectTally        | FromSeconds(1)             | FromSeconds(1.001)
RejectTally        | FromMinutes(1)             | FromSeconds(59)
RejectTally        | FromMinutes(1)             | FromSeconds(61)
StopCauses         | 1 << (int)cause            | 1 << (int)cause / 2
SwitchOptions      | Limit.Ticks \/ 4           | Limit.Ticks \/ 3
SwitchOptions      | Limit.Ticks \/ 4           | Limit.Ticks \/ 5
SwitchOptions      | TicksPerMillisecond \* 100 | TicksPerMillisecond * 99
SwitchOptions      | TicksPerMillisecond \* 100 | TicksPerMillisecond * 101
SwitchOptions      | 2 \* Tick                  | 1 * Tick
SwitchOptions      | 2 \* Tick                  | 3 * Tick
'

trim() { local text=$1; text="${text#"${text%%[![:space:]]*}"}"; printf '%s' "${text%"${text##*[![:space:]]}"}"; }

survived=0
killed=0
dotnet build tests/Izzy.Heartbeat.Tests --nologo -v q >/dev/null
while IFS='|' read -r file from to; do
  [ -n "$(trim "$file")" ] || continue
  source="src/Izzy.Heartbeat/Safety/$(trim "$file").cs"
  from=$(trim "$from")
  to=$(trim "$to")
  cp "$source" "$copy/before"
  sed -i "s#$from#$to#" "$source"
  cmp -s "$source" "$copy/before" && { echo "'$from' does not stand in $source any more: mend the list." >&2; exit 1; }
  if result=$(timeout 300 dotnet test tests/Izzy.Heartbeat.Tests --nologo --filter FullyQualifiedName~Safety 2>&1); then
    survived=$((survived + 1))
    echo "SURVIVED  $(trim "$file"): $from -> $to"
  elif grep -q 'error CS' <<<"$result"; then
    echo "'$to' does not compile in $source: mend the list." >&2
    exit 1
  elif by=$(sed -nE 's/^ *Failed ([^ (]+).* \[[^]]*\]$/\1/p' <<<"$result" | head -1 | sed 's/.*\.//') && [ -n "$by" ]; then
    killed=$((killed + 1))
    echo "killed    $(trim "$file"): $from -> $to by $by"
  else
    survived=$((survived + 1))
    echo "NO VERDICT $(trim "$file"): $from -> $to: no test failed, and they did not end well"
  fi
  cp "$copy/before" "$source"
done <<<"$constants"

echo "$killed changed constants killed, $survived survived"
[ "$survived" -eq 0 ]
