#!/usr/bin/env bash
# Does a test fail when the decision to stop is changed? Two parts, on a copy of what is committed:
#   operators and statements   Stryker.NET (a tool of .NET, see .config/dotnet-tools.json) over src/Izzy.Heartbeat/Safety
#   constants                  the list below, one change at a time, against the tests of that folder: Stryker changes no numbers
# Takes most of an hour; --constants runs the second part alone. Ends with 1 if a change of a constant survives. What survives the first
# part is to be looked at, with all tests: it may be a change that changes nothing.
set -eu
cd "$(dirname "$0")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git archive HEAD | tar -x -C "$copy"
cd "$copy"
tests=tests/Izzy.Heartbeat.Tests
# A change must fail a test that says what it is about: not by chance one that draws its cases, nor one that plays a whole evening or
# lets threads race, of which each would take seconds for each of hundreds of changes. Nor the one that holds the list below to the code.
rm -r $tests/{Attacks,Endurance,Fuzz,Models} $tests/Scenarios/*Scenarios.cs
rm $tests/MutationListTests.cs $tests/Threads/{ConditionalReset,SteadyStateAllocation}Tests.cs

# Without analysers: what they would say of a change is no verdict of a test.
build() { dotnet build $tests --nologo -v q -nodeReuse:false -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false; }
build || { echo "The tests do not build without those that are left out, see above." >&2; exit 1; }

if [ "${1:-}" != "--constants" ]; then
  dotnet tool restore
  (cd $tests && dotnet stryker)
fi

# file | what stands there, once | what is put in its place | why no test can tell, where that is so: then it is not tried
# MutationListTests holds it against the code: each stands where it is said to, and no number in the folder is without.
constants='
BeatLog            | Slots = 4                  | Slots = 3                  | how many beats may pass while a reader stands still
BeatLog            | _number + 1                | _number + 2
BeatLog            | Slots - 1                  | Slots                      | the same, by one more
BeatSchedule       | missed + 1                 | missed
BeatSchedule       | missed + 1                 | missed + 2
BeatSpacing        | Needed = 3                 | Needed = 2
BeatSpacing        | Needed = 3                 | Needed = 4
BeatSpacing        | limit / 8                  | limit / 7
BeatSpacing        | limit / 8                  | limit / 9
BeatSpacing        | ? 2.5                      | ? 2.49
BeatSpacing        | ? 2.5                      | ? 2.51
BeatSpacing        | : 1.5                      | : 1.49
BeatSpacing        | : 1.5                      | : 1.51
Challenges         | Kept = 128                 | Kept = 127
Challenges         | Kept = 128                 | Kept = 129
Challenges         | _count - 1                 | _count - 2
Challenges         | 2 * Kept                   | 3 * Kept                   | three turns of the ring are as good as two
Challenges         | ) - 1 ?                    | ) - 2 ?
Challenges         | _count + 1                 | _count + 2
Challenges         | back = 1                   | back = 2
DeadMansSwitch     | HeldReset = TimeSpan.FromSeconds(1) | HeldReset = TimeSpan.FromSeconds(0.999)
DeadMansSwitch     | HeldReset = TimeSpan.FromSeconds(1) | HeldReset = TimeSpan.FromSeconds(1.001)
DeadMansSwitch     | until + TimeSpan.FromTicks(1) | until
DeadMansSwitch     | until + TimeSpan.FromTicks(1) | until + TimeSpan.FromTicks(2)
DeadMansSwitch     | control + TimeSpan.FromTicks(1) | control
DeadMansSwitch     | control + TimeSpan.FromTicks(1) | control + TimeSpan.FromTicks(2)
DeadMansSwitch.Verified | Limit / 2             | Limit / 1.99
DeadMansSwitch.Verified | Limit / 2             | Limit / 2.01
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
IzzyRegistry       | Capacity / 2               | (Capacity / 2) - 1
IzzyRegistry       | Capacity / 2               | (Capacity / 2) + 1
IzzyRegistry       | named.Count > 1            | named.Count > 2
IzzyRegistry       | named.Count == 1           | named.Count == 2
OncePer            | capacity = 64              | capacity = 63
OncePer            | capacity = 64              | capacity = 65
Ownership          | FromSeconds(3.5)           | FromSeconds(3.499)
Ownership          | FromSeconds(3.5)           | FromSeconds(3.501)
PermitLease        | _last.Number + 1           | _last.Number + 2
RejectTally        | FromSeconds(1)             | FromSeconds(0.999)
RejectTally        | FromSeconds(1)             | FromSeconds(1.001)
RejectTally        | FromMinutes(1)             | FromSeconds(59)
RejectTally        | FromMinutes(1)             | FromSeconds(61)
ReplayFloor        | Leap = 1 << 20             | Leap = (1 << 20) - 1
ReplayFloor        | Leap = 1 << 20             | Leap = (1 << 20) + 1
RoundTrip          | _answered + 1              | _answered + 2
StopCauses         | 1 << (int)cause            | 1 << (int)cause / 2
StopLatch          | FromMilliseconds(450)      | FromMilliseconds(449)
StopLatch          | FromMilliseconds(450)      | FromMilliseconds(451)
SwitchOptions      | Limit.Ticks / 4            | Limit.Ticks / 3
SwitchOptions      | Limit.Ticks / 4            | Limit.Ticks / 5
SwitchOptions      | TicksPerMillisecond * 100  | TicksPerMillisecond * 99
SwitchOptions      | TicksPerMillisecond * 100  | TicksPerMillisecond * 101
SwitchOptions      | 2 * Tick                   | 1 * Tick
SwitchOptions      | 2 * Tick                   | 3 * Tick
'

trim() { local text=$1; text="${text#"${text%%[![:space:]]*}"}"; printf '%s' "${text%"${text##*[![:space:]]}"}"; }

survived=0
killed=0
untried=0
while IFS='|' read -r file from to why; do
  file=$(trim "$file")
  from=$(trim "$from")
  to=$(trim "$to")
  [ -n "$file" ] || continue
  [ -z "$why" ] || { untried=$((untried + 1)); echo "untried   $file: $from -> $to:$why"; continue; }
  source="src/Izzy.Heartbeat/Safety/$file.cs"
  cp "$source" before
  before=$(<before)
  [[ "$before" == *"$from"* ]] || { echo "'$from' does not stand in $source any more: mend the list." >&2; exit 1; }
  printf '%s\n' "${before/"$from"/"$to"}" >"$source"
  build >built 2>&1 || { cat built >&2; echo "'$to' does not compile in $source: mend the list." >&2; exit 1; }
  # The whole folder, by its own runner, until the first that fails.
  if timeout 600 $tests/bin/Debug/net10.0/Izzy.Heartbeat.Tests -namespace Izzy.Heartbeat.Tests.Safety -stopOnFail -noColor >result; then
    survived=$((survived + 1))
    echo "SURVIVED  $file: $from -> $to"
  elif by=$(sed -nE 's/^ *([^ (]+).* \[FAIL\].*$/\1/p' result | head -1 | sed 's/.*\.//') && [ -n "$by" ]; then
    killed=$((killed + 1))
    echo "killed    $file: $from -> $to by $by"
  else
    survived=$((survived + 1))
    echo "NO VERDICT $file: $from -> $to: no test failed, and they did not end well"
    tail -5 result
  fi
  cp before "$source"
done <<<"$constants"

echo "$killed changed constants killed, $survived survived, $untried untried, since no test can tell"
[ "$survived" -eq 0 ]
