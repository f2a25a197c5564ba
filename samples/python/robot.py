"""A robot in Python: `izzy client --attach` runs the heartbeat, this program drives the motors."""
import json
import subprocess
import threading
import time


class Motors:
    """Put your own here."""

    def drive(self, speed):
        print(f"motors: {speed} mm/s", flush=True)

    def off(self):
        print("motors: off", flush=True)


motors = Motors()
permitted = threading.Event()  # set while the robot may move

izzy = subprocess.Popen(
    ["izzy", "client", "--name", "sofa", "--attach", "--check-in", "500ms"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)


def listen():
    for line in izzy.stdout:
        event = json.loads(line)
        if event["event"] == "permitted":
            permitted.set()
        elif event["event"] in ("stopped", "thread-died"):
            permitted.clear()
            motors.off()
    permitted.clear()  # izzy ended: nobody watches over this robot any more
    motors.off()


def say(line):
    izzy.stdin.write(line + "\n")


threading.Thread(target=listen, daemon=True).start()
while izzy.poll() is None:
    moving = permitted.is_set()  # asked each time, at the moment of use
    if moving:
        motors.drive(300)
    say("check-in")  # from the loop that drives, never from a timer: if this loop hangs, the robot stops
    say("report " + json.dumps({"status": "MOVING" if moving else "AVAILABLE", "speed": 300 if moving else 0}))
    time.sleep(0.05)
