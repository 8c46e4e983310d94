#!/usr/bin/env python3
"""What syncing with headquarters costs, and what it survives.

    sync.py ../target/release/sotay ../target/release/sotay-hq [--only NAME ...]

bytes    on the wire through a real, private sshd on loopback (a proxy counts both directions): 500
         visits, one visit cold, one visit over a kept master, nothing new; and files on a stick
slow     500 visits over a shaper of 64 kbit/s with 600 ms round trip, and over one that is cut every
         10 s on average; without ssh, so that its log-in is not in it; segments of which
         something had reached headquarters before are counted from the bytes that went through
kill     kill -9 of laptop and receiver in turn
restore  a new laptop gets 10,000 records back

Writes only below --dir (a temporary folder if left out); every process is ended by its process id.
"""

import argparse
import json
import os
import pathlib
import random
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time


class Place:
    """A headquarters and laptops, created with the programs themselves."""

    def __init__(self, sotay, hq, home):
        self.sotay, self.hq, self.home = sotay, hq, home
        self.office = home / "hq"
        self.run(hq, "--data", self.office, "init", "--name", "HQ", "--reviewer", "R", "--province", "01")

    def run(self, *args, ok=True, env=None):
        full = dict(os.environ, LANG="en_US.UTF-8", **(env or {}))
        done = subprocess.run([str(a) for a in args], capture_output=True, text=True, env=full)
        if ok and done.returncode != 0:
            sys.exit(f"{args}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def laptop(self, name, number=None, officer=None):
        dir, request = self.home / name, self.home / f"{name}.req"
        self.run(self.sotay, "--data", dir, "init", "--officer", f"Officer {officer or name}", "--unit", "U",
                 "--province", "25", "--no-passphrase")
        self.enrol(dir, request, number)
        return dir

    def enrol(self, dir, request, number=None):
        reply = request.with_suffix(".reply")
        self.run(self.sotay, "--data", dir, "enrol", "--request", request)
        more = ["--number", number] if number else []
        self.run(self.hq, "--data", self.office, "enrol", request, "--yes", "--out", reply, *more)
        self.run(self.sotay, "--data", dir, "enrol", "--accept", reply)

    def fill(self, dir, establishments, visits, seed=1):
        """Records that are not marked as made up: an enrolled notebook accepts no others."""
        made = self.home / f"made-{establishments}-{visits}-{seed}"
        table = self.home / "establishments.csv"
        self.run(self.sotay, "--data", made, "demo", "--establishments", establishments,
                 "--visits", visits, "--seed", seed)
        self.run(self.sotay, "--data", made, "export", "establishment", "--out", table, "--force")
        self.run(self.sotay, "--data", dir, "import", "establishment", table, "--duplicates")
        self.add(dir, self.lines(made))

    def lines(self, dir):
        """The visits of a notebook as input of `add`, for another one with the same
        establishments."""
        out = self.run(self.sotay, "--data", dir, "list", "visit", "--format", "json").stdout
        left = {"id", "officers", "project", "model", "made_up", "incomplete"}
        return [json.dumps({k: v for k, v in json.loads(line).items() if k not in left})
                for line in out.splitlines()]

    def add(self, dir, lines):
        text = "".join(line + "\n" for line in lines)
        done = subprocess.run([self.sotay, "--data", str(dir), "add", "visit"], input=text,
                              text=True, capture_output=True)
        # the rules refuse a few visits that were valid only where they were made
        return len(done.stdout.splitlines())

    def fake(self, name, number, before="", through=None):
        """A program that replaces ssh: a receiver on this machine, after `through` if given."""
        path = self.home / f"ssh-{name}"
        receive = f"{self.hq} --data {self.office} receive --officer {number}"
        path.write_text(f"#!/bin/sh\n{before}exec {through or ''} {receive}\n")
        path.chmod(0o755)
        return str(path)

    def sync(self, dir, address="ssh://hq", ssh=None, ok=True, env=None):
        env = dict(env or {})
        if ssh:
            env["SOTAY_SSH"] = ssh
        started = time.monotonic()
        done = self.run(self.sotay, "--data", dir, "sync", address, ok=ok, env=env)
        return time.monotonic() - started, done

    def known(self):
        """Ids of visits at headquarters, and how often each is there."""
        out = self.run(self.hq, "--data", self.office, "list", "visit", "--format", "json").stdout
        return [json.loads(line)["id"] for line in out.splitlines()]


class Counter(threading.Thread):
    """Forwards connections and counts the bytes in both directions."""

    def __init__(self, to):
        super().__init__(daemon=True)
        self.to, self.bytes, self.server = to, 0, socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.start()

    def run(self):
        while True:
            here, _ = self.server.accept()
            there = socket.create_connection(("127.0.0.1", self.to))
            for a, b in ((here, there), (there, here)):
                threading.Thread(target=self.pump, args=(a, b), daemon=True).start()

    def pump(self, a, b):
        try:
            while data := a.recv(65536):
                self.bytes += len(data)
                b.sendall(data)
            b.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Sshd:
    def __init__(self, place, number):
        self.dir = place.home / "sshd"
        self.dir.mkdir()
        for name in ("host", "officer"):
            place.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.dir / name)
        key = (self.dir / "officer.pub").read_text()
        receive = f"{place.hq} --data {place.office} receive --officer {number}"
        (self.dir / "authorized").write_text(f'command="{receive}",restrict {key}')
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (self.dir / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {self.dir}/host\n"
            f"AuthorizedKeysFile {self.dir}/authorized\nPidFile none\nStrictModes no\nUsePAM no\n"
            "PasswordAuthentication no\nPermitRootLogin yes\n")
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        program = shutil.which("sshd") or "/usr/sbin/sshd"
        self.child = subprocess.Popen([program, "-D", "-e", "-f", str(self.dir / "config")],
                                      stderr=subprocess.DEVNULL)
        while socket.socket().connect_ex(("127.0.0.1", self.port)) != 0:
            time.sleep(0.02)
        self.counter = Counter(self.port)
        self.user = subprocess.run(["id", "-un"], capture_output=True, text=True).stdout.strip()
        self.address = f"ssh://{self.user}@127.0.0.1:{self.counter.port}"

    def program(self, master=None):
        keep = f"-o ControlMaster=auto -o ControlPersist=60 -o ControlPath={master}" if master else \
            "-o ControlMaster=no -o ControlPath=none"
        return (f"ssh -F none -i {self.dir}/officer -o IdentitiesOnly=yes "
                f"-o UserKnownHostsFile={self.dir}/known -o StrictHostKeyChecking=accept-new {keep}")

    def counted(self, sync):
        before = self.counter.bytes
        seconds, _ = sync()
        time.sleep(0.3)
        return self.counter.bytes - before, seconds

    def end(self):
        self.child.terminate()
        self.child.wait()


def bytes_(place):
    dir = place.laptop("bytes")
    sshd = Sshd(place, 1)
    cold, kept = sshd.program(), sshd.program(str(place.home / "m"))
    place.fill(dir, 60, 520)
    place.sync(dir, sshd.address, cold)
    lines = place.lines(dir)
    try:
        visits = place.add(dir, lines)
        count, seconds = sshd.counted(lambda: place.sync(dir, sshd.address, cold))
        print(f"through ssh, {visits} visits, cold: {count} B, {count / visits:.0f} a visit, {seconds:.1f} s")
        count, _ = sshd.counted(lambda: place.sync(dir, sshd.address, cold))
        print(f"through ssh, nothing new, cold: {count} B")
        while not place.add(dir, [lines.pop()]):
            pass
        count, _ = sshd.counted(lambda: place.sync(dir, sshd.address, cold))
        print(f"through ssh, one visit, cold: {count} B")
        place.sync(dir, sshd.address, kept)
        count, _ = sshd.counted(lambda: place.sync(dir, sshd.address, kept))
        print(f"through ssh, nothing new, kept master: {count} B")
        while not place.add(dir, [lines.pop()]):
            pass
        count, _ = sshd.counted(lambda: place.sync(dir, sshd.address, kept))
        print(f"through ssh, one visit, kept master: {count} B")
    finally:
        subprocess.run(["ssh", "-F", "none", "-o", f"ControlPath={place.home / 'm'}", "-O", "exit", "-p",
                        str(sshd.counter.port), f"{sshd.user}@127.0.0.1"], capture_output=True)
        sshd.end()


SHAPER = r'''
import os, random, select, subprocess, sys, time
rate, delay, every, seed = float(sys.argv[1]) / 8, float(sys.argv[2]) / 2, float(sys.argv[3]), sys.argv[4]
random.seed(seed + str(time.time()))
arrived = open(f"{sys.argv[5]}.{time.monotonic_ns()}", "wb", buffering=0)
end = time.monotonic() + random.expovariate(1 / every) if every else None
child = subprocess.Popen(sys.argv[6:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
ways = [[0, child.stdin.fileno(), [], 0.0, True], [child.stdout.fileno(), 1, [], 0.0, True]]
sent = 0
while any(w[4] or w[2] for w in ways):
    now = time.monotonic()
    if end and now > end:
        child.kill(); child.wait(); os._exit(255)
    for w in ways:
        while w[2] and w[2][0][0] <= now:
            data = w[2].pop(0)[1]
            if data: 
                try: os.write(w[1], data)
                except OSError: os._exit(255)
                if w is ways[0]: arrived.write(data)
            else: os.close(w[1])
    due = [w[2][0][0] for w in ways if w[2]] + ([end] if end else [])
    room = [w[0] for w in ways if w[4] and sum(len(d) for _, d in w[2]) < 16384]
    wait = max(0.0, min(due) - now) if due else None
    for fd in select.select(room, [], [], wait)[0]:
        w = ways[0] if fd == ways[0][0] else ways[1]
        data = os.read(fd, 1024)
        w[3] = max(w[3], time.monotonic()) + len(data) / rate
        w[2].append((w[3] + delay, data))
        if not data: w[4] = False
child.wait()
'''


def whole_segments(stream):
    """(first op, ops, bytes) of every segment of ops that reached headquarters completely over one
    line."""
    at = 0
    while at + 4 <= len(stream):
        ty, size = stream[at], int.from_bytes(stream[at + 1:at + 4], "big")
        payload, at = stream[at + 4:at + 4 + size], at + 4 + size
        if ty == 3 and len(payload) == size and payload[8] == 1:
            yield int.from_bytes(payload[24:32], "little"), int.from_bytes(payload[10:12], "little"), size


def sent_again(prefix):
    """Lines, and segments with ops that had already arrived over an earlier line."""
    lines = sorted(prefix.parent.glob(prefix.name + ".*"), key=lambda path: int(path.suffix[1:]))
    have, again = 0, 0
    for line in lines:
        for first, ops, _ in whole_segments(line.read_bytes()):
            again += first <= have
            have = max(have, first + ops - 1)
    return len(lines), again


def slow(place, rounds=20):
    shaper = place.home / "shaper.py"
    shaper.write_text(SHAPER)
    for name, every, rounds in (("slow", 0, 1), ("cut", 10, rounds)):
        times, most, cuts, twice = [], 0, 0, 0
        for at in range(rounds):
            dir = place.laptop(f"{name}{at}")
            number = len(place.run(place.hq, "--data", place.office, "officers").stdout.splitlines())
            plain = place.fake(f"{name}{at}p", number)
            place.fill(dir, 60, 520, seed=len(name) * 100 + at)
            place.sync(dir, ssh=plain)
            # the province's establishments come down first, so that only these visits are measured
            place.run(place.hq, "--data", place.office, "fold")
            place.sync(dir, ssh=plain)
            visits = place.add(dir, place.lines(dir))
            arrived = place.home / f"arrived-{name}{at}"
            through = f"{sys.executable} {shaper} 64000 0.6 {every} {at} {arrived}"
            seconds, _ = place.sync(dir, ssh=place.fake(f"{name}{at}", number, through=through))
            times.append(seconds)
            lines, again = sent_again(arrived)
            cuts, twice = cuts + lines - 1, twice + again
            most = max(most, again / (lines - 1) if lines > 1 else again)
        times.sort()
        what = "64 kbit/s, 600 ms" + (f", cut every {every} s on average" if every else "")
        p95 = times[max(0, -(-len(times) * 95 // 100) - 1)]
        print(f"{what}: {visits} visits in {times[len(times) // 2]:.1f} s, p95 {p95:.1f} s, worst {times[-1]:.1f} s "
              f"({rounds} rounds; without log-ins); {cuts} cuts, {twice} segments sent again, in a round at most "
              f"{most:.1f} a cut")


def kill(place, rounds=300):
    dir = place.laptop("kill")
    number = len(place.run(place.hq, "--data", place.office, "officers").stdout.splitlines())
    plain = place.fake("kill", number)
    place.fill(dir, 20, 20)
    place.sync(dir, ssh=plain)
    faults, lines = 0, place.lines(dir)
    # the time of a whole session on this machine now; the kills are spread over it
    place.add(dir, random.sample(lines, 2))
    span, _ = place.sync(dir, ssh=plain)
    for at in range(rounds):
        place.add(dir, random.sample(lines, 2))
        env = dict(os.environ, LANG="en_US.UTF-8")
        after = random.random() * span
        if at % 2:
            env["SOTAY_SSH"] = plain
            child = subprocess.Popen([place.sotay, "--data", str(dir), "sync", "ssh://hq"], env=env,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(after)
            child.kill()
            child.wait()
        else:
            receive = f"{place.hq} --data {place.office} receive --officer {number}"
            script = place.home / "ssh-killed"
            script.write_text(f"#!/bin/sh\n{receive} <&0 & pid=$!\n(sleep {after:.3f}; kill -9 $pid) 2>/dev/null &\n"
                              "wait $pid\n")
            script.chmod(0o755)
            env["SOTAY_SSH"] = str(script)
            child = subprocess.Popen([place.sotay, "--data", str(dir), "sync", "ssh://hq"], env=env,
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(span + 0.2)
            child.kill()
            child.wait()
    _, done = place.sync(dir, ssh=plain)
    mine = place.run(place.sotay, "--data", dir, "list", "visit", "--format", "json").stdout.splitlines()
    mine = sorted(json.loads(line)["id"] for line in mine)
    theirs = sorted(place.known())
    faults += mine != [t for t in theirs if t in set(mine)]
    faults += " 0 waiting" not in done.stdout
    print(f"kill -9, {rounds} rounds, each within {span * 1000:.0f} ms: {len(mine)} visits, {faults} faults; {done.stdout.splitlines()[0]}")


def restore(place):
    dir = place.laptop("old")
    number = len(place.run(place.hq, "--data", place.office, "officers").stdout.splitlines())
    place.fill(dir, 4000, 5000)
    place.sync(dir, ssh=place.fake("old", number))
    place.run(place.hq, "--data", place.office, "fold")
    new = place.laptop("new", number, officer="old")
    seconds, done = place.sync(new, ssh=place.fake("new", number))
    mine = place.run(place.sotay, "--data", new, "list", "visit", "--format", "json").stdout.splitlines()
    print(f"restore: {len(mine)} visits and what belongs to them in {seconds:.1f} s; {done.stdout.strip()}")


ALL = {"bytes": bytes_, "slow": slow, "kill": kill, "restore": restore}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sotay", type=pathlib.Path)
    parser.add_argument("hq", type=pathlib.Path)
    parser.add_argument("--only", nargs="*", choices=list(ALL))
    parser.add_argument("--rounds", type=int, default=300, help="of kills (300)")
    parser.add_argument("--lines", type=int, default=20, help="syncs over the line that is cut (20)")
    args = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f}")
    for name in args.only or ALL:
        with tempfile.TemporaryDirectory(prefix="sotay-sync-", ignore_cleanup_errors=True) as home:
            place = Place(args.sotay.resolve(), args.hq.resolve(), pathlib.Path(home))
            rounds = {"kill": args.rounds, "slow": args.lines}.get(name)
            ALL[name](place, rounds) if rounds else ALL[name](place)
            # a receiver may still be working on what arrived last
            time.sleep(2)


if __name__ == "__main__":
    main()
