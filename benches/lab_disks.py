"""Disks that are small, read-only or lose power; two programs at once; clocks that jump."""

import argparse
import os
import resource
import shutil
import signal
import subprocess

import common
import powercut
from lab_bench import INIT, OLD, establishments, lines
from lab_stops import exchange, receiver


def held_by(lab, program, data, sent, before, acknowledged, passphrase=None):
    """Checks records that were there or acknowledged; any other record is one of `sent`, whole."""
    whole = {record["name"]: record for record in sent}

    class Sent:
        """Any record that was sent, with what the program computes from it."""

        def __contains__(self, record):
            said = whole.get(record.get("name"))
            return said is not None and all(record.get(name) == value for name, value in said.items())

    return lab.must_hold(program, data, lambda id: [before[id]] if id in before else Sent(),
                         [*before, *acknowledged], passphrase)


def ids(done):
    return [common.identifier(line) for line in done.out.split("\n")[:-1] if line.strip()]


def limited(size):
    """Runs in the child: limits the size of files, without a signal."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def size_limit(lab, rounds):
    """Files that cannot grow (EFBIG), and, for root, whole disks that are too small."""
    lab.begin("no file longer than a limit")
    chance, sent = lab.random("limit"), establishments(60, 3)
    for number in range(rounds):
        home = lab.copy("plain")
        before, _ = lab.listed(lab.sotay, home + "/n")
        size = int(2 ** chance.uniform(0, 25))
        words = (["add", "establishment"], ["rebuild"], ["backup", home], ["passphrase", "set", "--new-passphrase-file",
                 lab.secret(OLD)])[number % 4]
        lab.round(f"{words[0]} with {size} bytes")
        done = lab.run(lab.sotay, home + "/n", *words, stdin=lines(sent) if number % 4 == 0 else "",
                       preexec_fn=lambda: limited(size))
        acknowledged = ids(done) if words[0] == "add" else []
        passphrase = OLD if words[0] == "passphrase" and done.code == 0 else None
        held_by(lab, lab.sotay, home + "/n", sent, before, acknowledged, passphrase)
        shutil.rmtree(home)
    tally = lab.begin("a disk that is too small")
    if os.geteuid() != 0:
        tally.note = "skipped: mounting needs root"
        return
    for number in range(rounds):
        small_disk(lab, lab.place(), chance.randrange(100, 30_000) * 1024)


def small_disk(lab, home, size):
    disk, count = home + "/disk", 2000
    os.makedirs(disk)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk], capture_output=True).returncode != 0:
        lab.tally.note = "skipped: no file system can be mounted"
        return
    lab.round(f"{size} bytes")
    try:
        data, sent = disk + "/n", establishments(0, count)
        begun = lab.run(lab.sotay, data, *INIT)
        done = lab.run(lab.sotay, data, "add", "establishment", stdin=lines(sent)) if begun.code == 0 else begun
        acknowledged = ids(done) if begun.code == 0 else []
        if begun.code == 0:
            # without a free byte, everything can still be read
            found, words = lab.listed(lab.sotay, data)
            if set(acknowledged) - set(found or {}):
                lab.tally.fault("lost", f"on the full disk: {len(found or {})} of {len(acknowledged)}: {words[-200:]}")
        subprocess.run(["mount", "-o", "remount,size=512M", disk], check=True)
        if begun.code != 0:
            begun = lab.run(lab.sotay, data, *INIT)
            if begun.code != 0:
                lab.tally.fault("wrong", f"init with room again: {begun.err.strip()[-300:]}")
                return
        held_by(lab, lab.sotay, data, sent, {}, acknowledged)
    finally:
        subprocess.run(["umount", disk], check=True)
        shutil.rmtree(home)


class ReadOnly:
    """A folder that cannot be written to: a bind mount for root, otherwise by its mode."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        if os.geteuid() == 0:
            for words in (["--bind", self.folder, self.folder], ["-o", "remount,ro,bind", self.folder]):
                subprocess.run(["mount", *words], check=True, capture_output=True)
        else:
            self.modes("a-w")

    def __exit__(self, *_):
        if os.geteuid() == 0:
            subprocess.run(["umount", self.folder], check=True)
        else:
            self.modes("u+w")

    def modes(self, change):
        subprocess.run(["chmod", "-R", change, self.folder], check=True)


def read_only(lab, rounds):
    tally = lab.begin("read-only folder")
    for template, program, sub, writing in (
            ("enrolled", lab.sotay, "/n", [["add", "establishment"], ["erase", "ID", "--reason", "theo yêu cầu", "--yes"],
             ["passphrase", "set", "--new-passphrase-file", lab.secret(OLD)], ["sync", "folder:STICK"]]),
            ("enrolled", lab.hq, "/hq", [["import", "STICK"], ["fold"], ["erase", "ID", "--reason", "theo yêu cầu", "--yes"],
             ["passphrase", "set", "--new-passphrase-file", lab.secret(OLD)]])):
        home = lab.copy(template)
        before, _ = lab.listed(program, home + sub)
        kept = content(home + sub)
        try:
            with ReadOnly(home + sub):
                for words in writing:
                    lab.round(f"{sub[1:]} {words[0]}")
                    words = [w.replace("ID", min(before)).replace("STICK", home + "/stick") for w in words]
                    done = lab.run(program, home + sub, *words, stdin=lines(establishments(70, 1)))
                    if done.code == 0 and words[0] not in ("fold", "sync") or ids(done) and words[0] == "add":
                        lab.tally.fault("lost", f"{words[0]} was acknowledged: {done.out[-200:]}")
                    if done.code != 0 and not done.err.strip():
                        lab.tally.fault("wrong", f"{words[0]}: refused without a word")
                lab.round(f"{sub[1:]} list, verify")
                lab.must_hold(program, home + sub, {id: [record] for id, record in before.items()}, before)
        except subprocess.CalledProcessError:
            tally.note = "skipped: no read-only mount here"
            return
        if content(home + sub) != kept:
            lab.tally.fault("wrong", "a file has changed")
        lab.must_hold(program, home + sub, {id: [record] for id, record in before.items()}, before)
        shutil.rmtree(home)


def content(folder):
    found = {}
    for there, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(there, name), "rb") as file:
                found[os.path.join(there, name)] = hash(file.read())
    return found


def power_cuts(lab, rounds):
    """`powercut.py`: images of a mounted disk, cloned while the program writes."""
    tally = lab.begin("power cut")
    if os.geteuid() != 0 or powercut.tools():
        tally.note = "skipped: needs root, mkfs.ext4, mkfs.xfs and loop devices"
        return
    args = argparse.Namespace(sotay=lab.sotay, images=rounds, size=256, between=0.2)

    def tell(number, total, found):
        lab.round(f"cut {number} after {total} records")
        for problem in found:
            tally.fault("lost", problem)

    try:
        total, status = powercut.cuts(args, lab.place(), tell)
    except subprocess.CalledProcessError as fault:
        tally.note = f"skipped: {fault.cmd[0]} does not work here"
        return
    tally.note = f"{total} acknowledged; add ended with {status}"


def two_instances(lab, rounds):
    """One holds the notebook, and the other is refused or waits; also several started at the same
    moment."""
    lab.begin("two at once: one holds it")
    chance = lab.random("two")
    commands = [["list", "visit"], ["verify"], ["rebuild"], ["add", "establishment"], ["backup", "HOME"], ["sync", "folder:HOME/stick"],
                ["erase", "ID", "--reason", "theo yêu cầu", "--yes"], ["passphrase", "set", "--new-passphrase-file", lab.secret(OLD)]]
    for number in range(rounds):
        home = lab.copy("enrolled")
        before, _ = lab.listed(lab.sotay, home + "/n")
        words = [w.replace("HOME", home).replace("ID", min(before)) for w in commands[number % len(commands)]]
        lab.round(words[0])
        sent = establishments(60, 3)
        holder = lab.start(lab.command(lab.sotay, home + "/n", "add", "establishment"))
        holder.stdin.write(lines(sent[:1]).encode())
        holder.stdin.flush()
        first = holder.stdout.readline().decode()
        other = lab.run(lab.sotay, home + "/n", *words, stdin=lines(sent[1:2]))
        if other.code != 0 and not other.err.strip():
            lab.tally.fault("wrong", f"{words[0]}: refused without a word")
        rest = lab.finish(holder, lines(sent[2:]).encode())
        acknowledged = [common.identifier(first), *ids(rest)]
        if len(acknowledged) != 2:
            lab.tally.fault("lost", f"the first one could not go on: {rest.err[-300:]}")
        if words[0] in ("erase", "passphrase") and other.code == 0:
            lab.tally.fault("wrong", f"{words[0]} went through while another one had the notebook")
        held_by(lab, lab.sotay, home + "/n", sent, before, acknowledged + (ids(other) if words[0] == "add" else []))
        shutil.rmtree(home)
    lab.begin("two at once: together")
    for number in range(rounds):
        together(lab, chance, number)


def together(lab, chance, number):
    home = lab.copy("enrolled")
    before, _ = lab.listed(lab.sotay, home + "/n")
    sent = establishments(60, 6)
    env = {"SOTAY_SSH": receiver(lab, home, {})}
    commands = [(lab.sotay, "/n", ["add", "establishment"], lines(sent[:3])), (lab.sotay, "/n", ["add", "establishment"], lines(sent[3:])),
                (lab.hq, "/hq", ["import", home + "/stick"], ""), (lab.hq, "/hq", ["fold"], ""), (lab.hq, "/hq", ["rebuild"], ""),
                (lab.sotay, "/n", ["sync", "ssh://hq"], ""), (lab.sotay, "/n", ["rebuild"], "")]
    chosen = chance.sample(commands, 4)
    lab.round("; ".join(f"{sub[1:]} {words[0]}" for _, sub, words, _ in chosen))
    children = [(lab.start(lab.command(program, home + sub, *words), env), words, stdin) for program, sub, words, stdin in chosen]
    acknowledged = []
    for child, words, stdin in children:
        done = lab.finish(child, stdin.encode())
        acknowledged += ids(done) if words[0] == "add" else []
    held_by(lab, lab.sotay, home + "/n", sent, before, acknowledged)
    exchange(lab, home)
    shutil.rmtree(home)


def clocks(lab, rounds):
    """Each command starts at another time, or sees the clock jump while it runs."""
    tally, chance = lab.begin("clocks that jump"), lab.random("clock")
    if not lab.preload:
        tally.note = "skipped: nothing that can be preloaded; cargo test has clocks of its own"
        return
    home = lab.copy("enrolled")
    before, _ = lab.listed(lab.sotay, home + "/n")
    sent, acknowledged = [], []
    for number in range(rounds):
        days = chance.choice((-20_000, -400, -1, -0.001, 0.001, 1, 30, 400, 9000)) * chance.random()
        after = chance.choice((0, 0, 1, 2, 5))
        env = {"LD_PRELOAD": lab.preload, "CLOCK_MS": str(int(days * 86_400_000)), "CLOCK_AFTER": str(after)}
        lab.round(f"{days:.3f} days from reading {after} on")
        fresh = establishments(100 + 2 * number, 2)
        sent += fresh
        done = lab.run(lab.sotay, home + "/n", "add", "establishment", stdin=lines(fresh), env=env)
        acknowledged += ids(done)
        if len(ids(done)) != 2 and "clock" not in done.err:
            lab.tally.fault("wrong", f"add: {done.err.strip()[-300:]}")
        for program, sub, words in ((lab.sotay, "/n", ["sync", "folder:" + home + "/stick"]), (lab.hq, "/hq", ["import", home + "/stick"])):
            done = lab.run(program, home + sub, *words, env=dict(env, CLOCK_MS=str(int(chance.uniform(-1, 1) * days * 86_400_000))))
            if done.code != 0 and "clock" not in done.err:
                lab.tally.fault("wrong", f"{words[0]}: {done.err.strip()[-300:]}")
        if number % 5 == 4 or number == rounds - 1:
            held_by(lab, lab.sotay, home + "/n", sent, before, acknowledged)
            exchange(lab, home)
    shutil.rmtree(home)
