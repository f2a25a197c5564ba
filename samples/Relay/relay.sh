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
# How often it was opened. Who closes it looks whether that changed since the reset was asked for.
count=$state/relay.opened

is_version_2() { gpioset --version | grep -q ' v2\.'; }

set_line() {
  if is_version_2; then
    gpioset --chip "$chip" --toggle 0 "$relay=$1"
  else
    gpioset --mode=exit "$chip" "$relay=$1"
  fi
}

wait_for_press() {
  if is_version_2; then
    gpiomon --chip "$chip" --num-events 1 --edges falling --bias pull-up --debounce-period 20ms "$button"
  else
    gpiomon --num-events=1 --falling-edge --bias=pull-up "$chip" "$button"
  fi >/dev/null
}

opened() { cat "$count" 2>/dev/null || echo 0; }

open_relay() {
  # At once, and without waiting for anybody.
  set_line 0
  # And again in turn with whoever may be closing it, who then sees that it was opened. Not to get a turn must not keep it closed.
  (
    flock -w 2 9
    echo $(($(opened) + 1)) >"$count"
    set_line 0
  ) 9>"$state/relay.lock"
}

close_relay() {
  (
    flock 9
    if [ "$(opened)" = "$1" ]; then
      set_line 1
    else
      echo "A stop came after the reset: the relay stays open." >&2
    fi
  ) 9>"$state/relay.lock"
}

watch_button() {
  while wait_for_press; do
    before=$(opened)
    if izzy reset "$IZZY_NAME" --state "$state"; then
      close_relay "$before"
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
