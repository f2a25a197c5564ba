#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Attacks the heartbeat as somebody can who has the network and not the key. For tests, on a network of your own.

It listens to what passes (as root, on Linux), and sends it again, changed, forged and sent back, at random and at a steady rate. Recorded ESTOPs do
stop robots, by design; so they have a time of their own at the end, which Ctrl-C (or SIGTERM) brings on. Then it tells what it sent, by trick.
"""
import argparse, collections, hashlib, hmac, json, random, select, signal, socket, struct, time

HEADER, TRAILER = b"\x10izzymessage", 48
EVERYONE = bytes(16)
HELLO, HERE, ESTOP = 1, 2, 6
MOTHER, IZZY = 1, 2
SEQUENCE, CHALLENGE, ECHO, MAC, MARK = 10, 16, 24, 32, 44  # Offsets from the trailer's start; docs/protocol.md.

Packet = collections.namedtuple("Packet", "time data source target")  # Addresses are (host, port).


def kind(data): return data[45]
def sender(data): return data[13:29]
def keyed(data): return len(data) >= 46 + TRAILER and data[-4:] == b"\x1fIZV"
def plain(kind, sender, receiver=EVERYONE, payload=b""): return HEADER + bytes([46 + len(payload)]) + sender + receiver + bytes([kind]) + payload


def put(data, at, value):
    """The packet with other bytes at this place of its trailer."""
    at += len(data) - TRAILER
    return data[:at] + value + data[at + len(value):]


def at_trailer(data, at, length): return data[len(data) - TRAILER + at:][:length]


class Attack:
    def __init__(self, options):
        self.random, self.limit, self.rate = random.Random(options.seed), options.limit, options.rate
        self.ear = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        if options.interface:
            self.ear.bind((options.interface, 3))
            # What a switch that is no more than a hub brings past, too.
            self.ear.setsockopt(263, 1, struct.pack("IHH8s", socket.if_nametoindex(options.interface), 1, 0, b""))
        self.own = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.false = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
        for out in (self.own, self.false):
            out.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            if options.interface:
                out.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, options.interface.encode())
        self.known, self.recorded, self.held, self.flipped = set(), [], collections.deque(), 0
        self.izzies, self.mothers, self.estops, self.stops = {}, {}, [], []
        self.challenge = {}
        self.sent, self.failed, self.due = collections.Counter(), 0, 0.0

    def listen(self):
        """Records what others sent: each packet once, and none of its own, which it hears too on loopback."""
        while select.select([self.ear], [], [], 0)[0]:
            frame, way = self.ear.recvfrom(2048)
            udp = (frame[0] & 15) * 4 if frame else 0
            data = frame[udp + 8:]
            if way[2] == socket.PACKET_OUTGOING or len(data) < 46 or frame[9] != 17 or not data.startswith(HEADER) or data in self.known:
                continue
            ports = struct.unpack("!HH", frame[udp:udp + 4])
            packet = Packet(time.monotonic(), data, (socket.inet_ntoa(frame[12:16]), ports[0]), (socket.inet_ntoa(frame[16:20]), ports[1]))
            self.known.add(data)
            if keyed(data):
                self.challenge[sender(data)] = at_trailer(data, CHALLENGE, 8)
            by_mother = at_trailer(data, 1, 1) == bytes([MOTHER]) if keyed(data) else kind(data) == HELLO
            if by_mother:
                self.mothers.setdefault(sender(data), packet.source)
            else:
                self.izzies[sender(data)] = packet.source
                # She may beat from one port and listen at another; an answer that was tricked out of an IZZY goes elsewhere.
                if self.mothers.get(data[29:45], ("",))[0] == packet.target[0]:
                    self.mothers[data[29:45]] = packet.target
            if kind(data) == ESTOP:
                (self.estops if by_mother else self.stops).append(packet)
            elif kind(data) in (HELLO, HERE):
                self.recorded.append(packet)
                self.held.append(packet)

    def send(self, trick, data, target, source=None, most=None):
        """Sends it, every second time in the name of the address that it is said to come from."""
        wait = self.due - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.due = max(self.due, time.monotonic() - 0.1) + 1 / (most or self.rate)
        if len(self.known) < 1_000_000:
            self.known.add(data)
        try:
            if source and self.random.random() < 0.5:
                ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 0, 0, 0, 64, 17, 0, socket.inet_aton(source[0]), socket.inet_aton(target[0]))
                self.false.sendto(ip + struct.pack("!HHHH", source[1], target[1], 8 + len(data), 0) + data, (target[0], 0))
            else:
                self.own.sendto(data, target)
            self.sent[trick] += 1
        except OSError:
            self.failed += 1  # No route to a broadcast address, or a full queue.

    def hellos(self, many=1):
        found = [packet for packet in self.recorded[-3000:] if kind(packet.data) == HELLO]
        at = self.random.randrange(len(found)) if found else 0
        return found[at:at + many]

    def any(self):
        return self.random.choice(self.recorded[-3000:])

    def replay_one(self):
        for packet in self.hellos():
            self.send("replay-one", packet.data, packet.target, packet.source)

    def replay_in_order(self):
        for packet in self.hellos(30):
            self.send("replay-in-order", packet.data, packet.target, packet.source)

    def replay_shuffled(self):
        packets = self.hellos(30)
        self.random.shuffle(packets)
        for packet in packets:
            self.send("replay-shuffled", packet.data, packet.target, packet.source)

    def replay_fast(self):
        for packet in self.hellos(30):
            self.send("replay-fast", packet.data, packet.target, packet.source, 10 * self.rate)

    def replay_answers(self):
        answers = [packet for packet in self.recorded[-3000:] if kind(packet.data) == HERE]
        for packet in self.random.sample(answers, min(10, len(answers))):
            self.send("replay-answers", packet.data, packet.target, packet.source)

    def sequence(self):
        for packet in self.hellos():
            if keyed(packet.data):
                now = struct.unpack("!I", at_trailer(packet.data, SEQUENCE, 4))[0]
                for by in (0, -1, -1000, 1, 1000, (1 << 31) - 1):
                    data = put(packet.data, SEQUENCE, struct.pack("!I", (now + by) % (1 << 32)))
                    # With an echo of now, which everybody can read: the MAC alone is what is missing.
                    data = put(data, ECHO, self.challenge.get(self.random.choice([*self.izzies] or [b""]), bytes(8)))
                    self.send("sequence", data, packet.target, packet.source)

    def strip(self):
        packet = self.any()
        if keyed(packet.data):
            data = packet.data[:-TRAILER]
            self.send("strip", data[:12] + bytes([len(data)]) + data[13:], packet.target, packet.source)

    def flip(self):
        packet = self.any()
        for _ in range(12):
            data = bytearray(packet.data)
            # Each byte in its turn.
            data[self.flipped % len(data)] ^= 1 << self.random.randrange(8)
            self.flipped += 1
            self.send("flip", bytes(data), packet.target, packet.source)

    def forge(self):
        packet = self.any()
        if keyed(packet.data):
            data = put(packet.data, ECHO, self.challenge.get(self.random.choice([*self.challenge]), bytes(8)))
            data = put(data, CHALLENGE, self.random.randbytes(8))
            made = hmac.new(self.random.randbytes(32), data[:MAC - TRAILER], hashlib.sha256).digest()
            self.send("forge", put(data, MAC, made[:12]), packet.target, packet.source)

    def reflect(self):
        packet = self.any()
        self.send("reflect", packet.data, packet.source, packet.target)
        other = {HELLO: HERE, HERE: HELLO}[kind(packet.data)]
        data = packet.data[:13] + packet.data[29:45] + packet.data[13:29] + bytes([other]) + packet.data[46:]
        self.send("reflect", data, packet.source, packet.target)
        if keyed(data):
            role = at_trailer(data, 1, 1)
            self.send("reflect", put(data, 1, bytes([MOTHER + IZZY - role[0]])), packet.source, packet.target)

    def plain_hello(self):
        for mother, source in self.mothers.items():
            everyone = {packet.target for packet in self.hellos() if packet.data[29:45] == EVERYONE}
            for target in everyone:
                self.send("plain-hello", plain(HELLO, mother), target, source)
            for izzy, target in self.izzies.items():
                self.send("plain-hello", plain(HELLO, mother), target, source)
                self.send("plain-hello", plain(HELLO, mother, izzy), target, source)

    def plain_answer(self):
        for mother, target in self.mothers.items():
            for izzy, source in self.izzies.items():
                # Name, status and six numbers: standing stopped, or moving.
                for status in (4, 2):
                    report = b"izzy" + b"".join(b"," + struct.pack("<i", value) for value in (status, 0, 0, 0, 0, 0))
                    self.send("plain-here", plain(HERE, izzy, mother, report), target, source)
                    self.send("plain-estop", plain(ESTOP, izzy, mother, report), target, source)

    def old_confirmations(self):
        for packet in self.random.sample(self.stops, min(10, len(self.stops))):
            self.send("old-confirmations", packet.data, packet.target, packet.source)

    def junk(self):
        target = self.random.choice([*self.izzies.values(), *self.mothers.values()])
        body = self.random.randbytes(self.random.randrange(33, 206))
        self.send("junk", HEADER + bytes([16 + len(body)]) + body + b"\x1fIZV", target)

    def send_held(self):
        """What passed, a limit and a second later, spaced as it was; from its own address, as who holds packets back must."""
        while self.held and time.monotonic() >= self.held[0].time + self.limit + 1:
            packet = self.held.popleft()
            self.send("held", packet.data, packet.target)

    def run(self, seconds, tricks):
        began = time.monotonic()
        while time.monotonic() < began + seconds:
            self.listen()
            if "held" in tricks:
                self.send_held()
            now = [trick for trick in tricks if trick != "held"]
            if now and self.recorded and time.monotonic() > began + 1:
                getattr(self, TRICKS[self.random.choice(now)])()
            else:
                select.select([self.ear], [], [], 0.01)

    def replay_estops(self, seconds):
        until = time.monotonic() + seconds
        while self.estops and time.monotonic() < until:
            packet = self.random.choice(self.estops)
            self.send("recorded-estop", packet.data, packet.target, packet.source, 20)


TRICKS = {
    "replay-one": "replay_one", "replay-in-order": "replay_in_order", "replay-shuffled": "replay_shuffled", "replay-fast": "replay_fast",
    "replay-answers": "replay_answers", "sequence": "sequence", "strip": "strip", "flip": "flip", "forge": "forge", "reflect": "reflect",
    "plain-hello": "plain_hello", "plain-answer": "plain_answer", "old-confirmations": "old_confirmations", "junk": "junk", "held": "send_held",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--interface", help="where to listen and send, such as eth0; default: everywhere")
    parser.add_argument("--seconds", type=float, default=60, help="how long (60)")
    parser.add_argument("--estop-seconds", type=float, default=5, help="how long recorded ESTOPs are sent at the end (5)")
    parser.add_argument("--limit", type=float, default=1, help="the IZZYs' limit in seconds: packets are held back for a second more (1)")
    parser.add_argument("--rate", type=float, default=400, help="packets a second (400)")
    parser.add_argument("--tricks", default=",".join(TRICKS), help="which, with commas between; all are: %(default)s")
    parser.add_argument("--seed", type=int, default=None, help="where chance starts")
    parser.add_argument("--json", action="store_true", help="print the table as one line of JSON")
    options = parser.parse_args()
    tricks = options.tricks.split(",")
    if unknown := [trick for trick in tricks if trick not in TRICKS]:
        parser.error(f"there is no trick {unknown[0]}; there are {', '.join(TRICKS)}")
    try:
        attack = Attack(options)
    except OSError as error:
        parser.error(f"cannot listen or send: {error.strerror}. Run it as root, on Linux, with the name of an interface that is up.")

    def enough(number, frame): raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, enough)
    try:
        attack.run(options.seconds, tricks)
    except KeyboardInterrupt:
        pass
    try:
        attack.replay_estops(options.estop_seconds)
    except KeyboardInterrupt:
        pass
    heard = {"mothers": len(attack.mothers), "izzies": len(attack.izzies), "packets": len(attack.recorded) + len(attack.estops) + len(attack.stops)}
    if options.json:
        print(json.dumps({"heard": heard, "sent": dict(sorted(attack.sent.items())), "failed": attack.failed}))
    else:
        print(", ".join(f"{many} {what}" for what, many in heard.items()), "heard")
        for trick, many in sorted(attack.sent.items()):
            print(f"{trick:20}{many:8}")
        print(f"{'could not be sent':20}{attack.failed:8}")


if __name__ == "__main__":
    main()
