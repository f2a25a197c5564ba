#!/bin/sh
# A relay in the supply of the motors, and a reset button, by the commands of libgpiod (Debian: apt-get install gpiod).
#
#   relay.sh open      opens the relay: for --on-stop
#   relay.sh button    waits for the button, resets the IZZY, and closes the relay once that was granted: for a service
#
# Wire the relay so that it is open without power and with its line low. See docs/robot.md.
set -u

chip=${RELAY_CHIP:-gpiochip0}
relay=${RELAY_LINE:-17}
button=${BUTTON_LINE:-27}
state=${STATE_DIRECTORY:-/var/lib/izzy}
# Whoever may close it leaves a mark before it asks for the reset, and who opens it takes the mark away: no mark, no closing.
mark=$state/relay.may-close

# As version 2 of libgpiod wants it, else as version 1 does. Asking for the version first would cost time when it must open.
set_line() {
  gpioset --chip "$chip" --toggle 0 "$relay=$1" 2>/dev/null || gpioset --mode=exit "$chip" "$relay=$1"
}

wait_for_press() {
  if gpiomon --version | grep -q ' v2\.'; then
    gpiomon --chip "$chip" --num-events 1 --edges falling --bias pull-up --debounce-period 20ms "$button"
  else
    gpiomon --num-events=1 --falling-edge --bias=pull-up "$chip" "$button"
  fi >/dev/null
}

open_relay() {
  # At once, and without waiting for anybody.
  set_line 0
  # And again in turn with whoever may be closing it. Not to get a turn must not keep it closed.
  (
    flock -w 2 9
    rm -f "$mark"
    set_line 0
  ) 9>"$state/relay.lock"
}

close_relay() {
  (
    flock 9
    if [ "$(cat "$mark" 2>/dev/null)" = "$1" ]; then
      set_line 1
    else
      echo "A stop came after the button was pressed: the relay stays open." >&2
    fi
  ) 9>"$state/relay.lock"
}

watch_button() {
  while wait_for_press; do
    press=$(cat /proc/sys/kernel/random/uuid)
    # On a full disk, or where it may not write, it does not even ask: it could not know of a stop.
    if ! { echo "$press" >"$mark"; } 2>/dev/null || [ "$(cat "$mark")" != "$press" ]; then
      echo "Nothing can be written in $state: the relay stays open." >&2
    elif izzy reset "$IZZY_NAME" --state "$state"; then
      close_relay "$press"
    fi
    # A button that bounces or is held asks once, and a refused reset is asked again a second later at the earliest.
    sleep 1.1
  done
  echo "The button on line $button of $chip cannot be read." >&2
  return 1
}

case ${1:-} in
  open) open_relay ;;
  button)
    : "${IZZY_NAME:?names the IZZY to reset}"
    watch_button
    ;;
  *)
    echo "Usage: relay.sh open|button" >&2
    exit 2
    ;;
esac
