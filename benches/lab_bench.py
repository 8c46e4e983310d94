"""Helpers for every fault of the laboratory: made-up notebooks, runs with a limit, checks of
records, the table.

Nothing here measures time. A run that does not end within LIMIT seconds is ended by its process id,
and counts as a hang.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import tempfile
import threading

import common

LIMIT = 120  # seconds: far above any run here, even on a busy machine
KINDS = ("establishment", "visit")
OLD, NEW = "một mật khẩu dài", "một mật khẩu khác"
PHONE = "0912345678"


class Tally:
    """One row of the table."""

    COLUMNS = ("lost", "torn", "panics", "hangs", "wrong")

    def __init__(self, name):
        self.name, self.rounds, self.note, self.examples = name, 0, "", []
        self.found = dict.fromkeys(self.COLUMNS, 0)
        self.here = ""  # the present round: enough to repeat it

    def fault(self, column, what):
        self.found[column] += 1
        if len(self.examples) < 20:
            self.examples.append(f"{self.name} [{self.here}] {column}: {what}")

    def total(self):
        return sum(self.found.values())


class Done:
    """A run that has ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def killed(self):
        return self.code == -signal.SIGKILL


class Lab:
    def __init__(self, binaries, seed, is_short, parent=None):
        self.sotay, self.hq = (os.path.join(os.path.abspath(binaries), name) for name in ("sotay", "sotay-hq"))
        self.seed, self.short, self.match = seed, is_short, ""
        parent = parent or ("/dev/shm" if os.access("/dev/shm", os.W_OK) else None)
        self.folder = tempfile.TemporaryDirectory(prefix="sotay-laboratory-", dir=parent)
        self.home = os.path.realpath(self.folder.name)
        self.templates, self.tallies, self.number = {}, [], 0
        self.tally, self.running = None, set()
        self.preload = self.build_preload()

    def close(self):
        for child in self.running:
            if child.poll() is None:
                child.kill()
                child.wait()
        self.folder.cleanup()

    def build_preload(self):
        """The library that stops a program at a write; None if it cannot be built or preloaded."""
        made, source = self.home + "/fault.so", os.path.join(os.path.dirname(__file__), "laboratory.c")
        compiler = shutil.which("cc") or shutil.which("gcc")
        if not compiler or subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"],
                                          capture_output=True).returncode != 0:
            return None
        count, data = self.home + "/count", self.home + "/tried"
        env = dict(os.environ, LD_PRELOAD=made, FAULT_KIND="count", FAULT_DIR=data, FAULT_FILE=count)
        subprocess.run([self.sotay, "--data", data, *INIT], env=env, capture_output=True)
        shutil.rmtree(data, ignore_errors=True)
        return made if os.path.exists(count) else None

    def random(self, name):
        """A separate generator for each fault, so that `--only` does what the whole run does."""
        return random.Random(f"{self.seed}-{name}")

    def begin(self, name):
        self.tally = Tally(name)
        self.tallies.append(self.tally)
        return self.tally

    def round(self, here):
        self.tally.rounds += 1
        self.tally.here = f"seed {self.seed}, {here}"

    def place(self):
        self.number += 1
        made = f"{self.home}/{self.number}"
        os.makedirs(made)
        return made

    def command(self, program, data, *words, passphrase=None):
        more = ["--passphrase-file", self.secret(passphrase)] if passphrase else []
        return [program, "--data", data, "--lang", "en", *more, *words]

    def secret(self, text):
        path = f"{self.home}/secret-{(OLD, NEW).index(text)}"
        if not os.path.exists(path):
            with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(text + "\n")
        return path

    def start(self, command, env=None, **more):
        full = dict(os.environ, LANG="en_US.UTF-8", XDG_CONFIG_HOME=self.home + "/config", **(env or {}))
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, env=full, **more)
        self.running.add(child)
        return child

    def finish(self, child, stdin=b""):
        try:
            out, err = child.communicate(stdin, timeout=LIMIT)
        except subprocess.TimeoutExpired:
            child.kill()
            out, err = child.communicate()
            self.tally.fault("hangs", " ".join(child.args))
        self.running.discard(child)
        done = Done(child.returncode, out.decode(errors="replace"), err.decode(errors="replace"))
        self.look(done, child.args)
        return done

    def look(self, done, words):
        text = done.out + done.err
        if "panicked" in text or done.code in (101, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
            self.tally.fault("panics", f"{' '.join(words[5:])}: exit {done.code}: {done.err[-300:]}")

    def run(self, program, data, *words, stdin="", env=None, passphrase=None, **more):
        child = self.start(self.command(program, data, *words, passphrase=passphrase), env, **more)
        return self.finish(child, stdin.encode())

    def well(self, program, data, *words, **more):
        done = self.run(program, data, *words, **more)
        if done.code != 0:
            raise SystemExit(f"laboratory cannot go on: {words}: exit {done.code}\n{done.err}")
        return done

    def run_killed(self, command, after, env=None, stdin=b""):
        """Kills the command `after` seconds after its start, if it still runs."""
        child = self.start(command, env)
        killer = threading.Timer(after, child.kill)
        killer.start()
        done = self.finish(child, stdin)
        killer.cancel()
        return done

    # what is there

    def listed(self, program, data, passphrase=None):
        """Every record by its id, and the messages; None if a list was refused."""
        found, words = {}, ""
        for kind in KINDS:
            done = self.run(program, data, "list", kind, "--format", "json", passphrase=passphrase)
            words += done.err
            if done.code != 0:
                return None, words
            for line in done.out.splitlines():
                try:
                    record = json.loads(line)
                    found[record["id"]] = record
                except (ValueError, KeyError):
                    self.tally.fault("torn", f"list prints {line[:80]!r}")
        return found, words

    def must_hold(self, program, data, allowed, must, passphrase=None, verify=True):
        """`allowed`: by id, the versions that a record may have; `must`: ids that must be there.
        Returns the records."""
        found, words = self.listed(program, data, passphrase)
        if found is None:
            self.tally.fault("lost", f"the notebook does not open: {words.strip()[-300:]}")
            return None
        for id in set(must) - set(found):
            self.tally.fault("lost", f"{id} is missing, {len(found)} records are there")
        for id, record in found.items():
            versions = allowed(id) if callable(allowed) else allowed.get(id, [])
            if record not in versions:
                self.tally.fault("torn" if not versions else "wrong", f"{id} is {record}, may be {versions}"[:500])
        if verify:
            done = self.run(program, data, "verify", passphrase=passphrase)
            if done.code != 0:
                self.tally.fault("wrong", f"verify: exit {done.code}: {(done.out + done.err).strip()[-400:]}")
        return found

    # templates

    def template(self, name):
        """A folder with `n` (a notebook), `hq` and `stick`; each template is made once and then
        copied."""
        if name not in self.templates:
            self.templates[name] = f"{self.home}/template-{name}"
            os.makedirs(self.templates[name])
            TEMPLATES[name](self, self.templates[name])
        return self.templates[name]

    def copy(self, name):
        made = self.place()
        shutil.copytree(self.template(name), made, dirs_exist_ok=True, copy_function=copy_file)
        return made


INIT = ["init", "--officer", "Nguyễn Thị Đo", "--unit", "Trung tâm khuyến công", "--province", "01",
        "--no-passphrase"]


def copy_file(source, target):
    """Copies a file without its preallocated zeros; the ballast, which is never written again, as a
    link."""
    if os.path.basename(source) == "ballast":
        os.link(source, target)
        return
    with open(source, "rb") as file:
        data = file.read()
    with open(os.open(target, os.O_WRONLY | os.O_CREAT, os.stat(source).st_mode & 0o777), "wb") as file:
        file.write(data.rstrip(b"\0"))
        file.truncate(len(data))


def establishments(first, count):
    return [dict(common.establishment(n), contact_phone=PHONE, notice=True, notice_date="2026-11-20", name=f"Cơ sở số {n}")
            for n in range(first, first + count)]


def lines(records):
    return "".join(common.line(record) for record in records)


def plain(lab, home):
    data = home + "/n"
    lab.well(lab.sotay, data, *INIT)
    added = lab.well(lab.sotay, data, "add", "establishment", stdin=lines(establishments(0, 6)))
    place = common.identifier(added.out)
    for n in range(4):
        lab.well(lab.sotay, data, "add", "visit", stdin=lines([common.visit(n, place)]))


def enrolled(lab, home):
    """One laptop with first records that headquarters has; the rest waits on the stick and in the
    notebook."""
    plain(lab, home)
    data, hq, stick = home + "/n", home + "/hq", home + "/stick"
    os.makedirs(stick)
    lab.well(lab.hq, hq, "init", "--name", "HQ", "--reviewer", "R", "--province", "01")
    request, reply = home + "/request", home + "/reply"
    lab.well(lab.sotay, data, "enrol", "--request", request)
    lab.well(lab.hq, hq, "enrol", request, "--yes", "--out", reply)
    lab.well(lab.sotay, data, "enrol", "--accept", reply)
    lab.well(lab.sotay, data, "sync", "folder:" + stick)
    lab.well(lab.hq, hq, "import", stick)
    lab.well(lab.sotay, data, "sync", "folder:" + stick)
    lab.well(lab.sotay, data, "add", "establishment", stdin=lines(establishments(20, 3)))
    lab.well(lab.sotay, data, "sync", "folder:" + stick)


def locked(lab, home):
    plain(lab, home)
    lab.well(lab.sotay, home + "/n", "passphrase", "set", "--new-passphrase-file", lab.secret(OLD))


def locked_hq(lab, home):
    enrolled(lab, home)
    lab.well(lab.hq, home + "/hq", "passphrase", "set", "--new-passphrase-file", lab.secret(OLD))


TEMPLATES = {"plain": plain, "enrolled": enrolled, "locked": locked, "locked_hq": locked_hq}
