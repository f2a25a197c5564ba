"""A robot in Python: `izzy client --attach` runs the heartbeat, this program drives the motors."""
import json
import signal
import subprocess
import sys
import threading
import time


class Motors:
    """Put your own here. If its controller has a watchdog, switch that on: a frozen computer calls nobody's off()."""

    shown = None

    def drive(self, speed):
        self.show(f"motors: {speed} mm/s")

    def off(self):
        self.show("motors: off")

    def show(self, line):
        if line != self.shown:
            print(line, flush=True)
        self.shown = line


# What cuts the motors' power where this program cannot: its own or izzy's process may be frozen or killed. Put your own here.
OPEN_RELAY = "echo relay: open"

motors = Motors()
permitted = threading.Event()  # set while the robot may move
turn = threading.Lock()  # asking the permit and driving is one turn, so that no stop comes between the two

signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # an exception, as Ctrl-C is one: the motors are switched off below
izzy = subprocess.Popen(
    ["izzy", "client", "--name", "sofa", "--attach", "--check-in", "500ms", "--on-stop", OPEN_RELAY],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)


def say(line):
    izzy.stdin.write(line + "\n")


def stop():
    with turn:
        permitted.clear()
        motors.off()


def listen():
    try:
        for line in izzy.stdout:
            event = json.loads(line)["event"]
            if event == "permitted":
                permitted.set()
            elif event in ("stopped", "thread-died"):
                stop()
            elif event == "events-lost":  # one of them may have been a stop
                stop()
                say("stop")
    finally:  # izzy ended, or cannot be understood: nobody watches over this robot any more
        izzy.terminate()
        stop()


listener = threading.Thread(target=listen, daemon=True)
listener.start()
try:
    while izzy.poll() is None:
        with turn:
            moving = permitted.is_set()  # asked each time, at the moment of use
            if moving:
                motors.drive(300)
            else:
                motors.off()
        say("check-in")  # from the loop that drives, never from a timer: if this loop hangs, the robot stops
        say("report " + json.dumps({"status": "MOVING" if moving else "AVAILABLE", "speed": 300 if moving else 0}))
        time.sleep(0.05)
except BrokenPipeError:
    pass  # izzy ended
finally:
    stop()
    izzy.terminate()
    listener.join(1)  # time to say what it did not understand
