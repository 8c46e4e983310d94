"""Kills, and a disk that is full or broken, at each write of each command; and kills at random moments.

Afterwards everything is as before the command or as after it, everything acknowledged is there, and
the same command succeeds when it is run again.
"""

import argparse
import errno
import glob
import json
import os
import shutil

import common
import kill9
from lab_bench import KINDS, NEW, OLD, TEMPLATES, establishments, lines

KILLS = [("kill", {"FAULT_KIND": "kill"}), ("torn", {"FAULT_KIND": "torn"})]
ERRORS = [(name, {"FAULT_KIND": "error", "FAULT_ERRNO": str(number), "FAULT_COUNT": str(count)})
          for name, number, count in (("full", errno.ENOSPC, 0), ("full-once", errno.ENOSPC, 1),
                                      ("EIO-once", errno.EIO, 1), ("EIO", errno.EIO, 0), ("EROFS", errno.EROFS, 0))]


class Scenario:
    """A command that writes. `words` are a function of the round's folder."""

    def __init__(self, name, template, program, words, stdin="", old=None, new=None, again=True, receives=False, sums=False):
        self.name, self.template, self.program, self.words, self.stdin = name, template, program, words, stdin
        self.old, self.new, self.again, self.receives, self.sums = old, new, again, receives, sums

    def data(self, home):
        return home + ("/n" if self.program == "sotay" else "/hq")

    def binary(self, lab):
        return lab.sotay if self.program == "sotay" else lab.hq

    def run(self, lab, home, env=None, after=None):
        """`env` is for the program that will be stopped."""
        if self.receives:
            env = {"SOTAY_SSH": receiver(lab, home, env or {})}
            command = lab.command(lab.sotay, home + "/n", "sync", "ssh://hq")
        else:
            command = lab.command(self.binary(lab), self.data(home), *self.words(home), passphrase=self.old)
        if after is not None:
            return lab.run_killed(command, after, env, self.stdin.encode())
        return lab.finish(lab.start(command, env), self.stdin.encode())


def receiver(lab, home, env):
    """Replaces ssh by headquarters' receiver; only the receiver gets the fault."""
    path = home + "/ssh"
    with open(path, "w") as script:
        script.write("#!/bin/sh\n" + "".join(f"export {name}='{value}'\n" for name, value in env.items())
                     + f"exec '{lab.hq}' --data '{home}/hq' receive --officer 1\n")
    os.chmod(path, 0o755)
    return path


def shop(lab, home):
    """The first establishment of the notebook, the same in all copies of a template."""
    found, _ = lab.listed(lab.sotay, home + "/n")
    return min(found)


def scenarios(lab):
    return [scenario for scenario in all_scenarios(lab) if lab.match in scenario.name]


def all_scenarios(lab):
    erased = shop(lab, lab.template("enrolled"))
    erase = ["erase", erased, "--reason", "theo yêu cầu", "--yes"]
    table = lab.home + "/import.csv"
    if not os.path.exists(table):
        lab.well(lab.sotay, lab.template("plain") + "/n", "export", "establishment", "--out", table)
        with open(table, encoding="utf-8-sig") as file:
            rows = file.read()
        with open(table, "w", encoding="utf-8") as file:
            file.write(rows.replace("Cơ sở số", "Nơi khác số"))
    secret = lab.secret
    one, other = secret(OLD), secret(NEW)
    more = lines(establishments(40, 3))
    return [
        Scenario("add", "plain", "sotay", lambda _: ["add", "establishment"], stdin=more, again=False, sums=True),
        Scenario("add, passphrase", "locked", "sotay", lambda _: ["add", "establishment"], stdin=more, old=OLD,
                 new=OLD, again=False, sums=True),
        Scenario("erase", "plain", "sotay", lambda home: ["erase", shop(lab, lab.template("plain")), *erase[2:]]),
        Scenario("erase, enrolled", "enrolled", "sotay", lambda _: erase),
        Scenario("erase at headquarters", "enrolled", "hq", lambda _: erase),
        Scenario("passphrase set", "plain", "sotay", lambda _: ["passphrase", "set", "--new-passphrase-file", one], new=OLD),
        Scenario("passphrase change", "locked", "sotay",
                 lambda _: ["passphrase", "change", "--new-passphrase-file", other], old=OLD, new=NEW),
        Scenario("passphrase remove", "locked", "sotay", lambda _: ["passphrase", "remove"], old=OLD),
        Scenario("hq passphrase set", "enrolled", "hq", lambda _: ["passphrase", "set", "--new-passphrase-file", one],
                 new=OLD),
        Scenario("hq passphrase change", "locked_hq", "hq",
                 lambda _: ["passphrase", "change", "--new-passphrase-file", other], old=OLD, new=NEW),
        Scenario("hq passphrase remove", "locked_hq", "hq", lambda _: ["passphrase", "remove"], old=OLD),
        Scenario("rebuild", "plain", "sotay", lambda _: ["rebuild"]),
        Scenario("hq rebuild", "enrolled", "hq", lambda _: ["rebuild"]),
        Scenario("backup", "plain", "sotay", lambda home: ["backup", home + "/safe"]),
        Scenario("hq backup", "enrolled", "hq", lambda home: ["backup", home + "/safe"]),
        Scenario("sync by stick", "enrolled", "sotay", lambda home: ["sync", "folder:" + home + "/stick"]),
        Scenario("hq import", "enrolled", "hq", lambda home: ["import", home + "/stick"]),
        Scenario("hq receive", "enrolled", "hq", lambda _: [], receives=True),
        Scenario("hq fold", "received", "hq", lambda _: ["fold"]),
        Scenario("sync, answers", "answered", "sotay", lambda home: ["sync", "folder:" + home + "/stick"]),
        Scenario("import", "plain", "sotay", lambda _: ["import", "establishment", table], sums=True),
    ]


def received(lab, home):
    """Headquarters has ops that it has not folded yet."""
    shutil.copytree(lab.template("enrolled"), home, dirs_exist_ok=True)
    lab.well(lab.sotay, home + "/n", "sync", "ssh://hq", env={"SOTAY_SSH": receiver(lab, home, {})})


def answered(lab, home):
    """The stick has headquarters' answers."""
    shutil.copytree(lab.template("enrolled"), home, dirs_exist_ok=True)
    lab.well(lab.hq, home + "/hq", "import", home + "/stick")


class Expected:
    """The records before a scenario and after it."""

    def __init__(self, lab, scenario):
        self.scenario = scenario
        home = lab.copy(scenario.template)
        make_folders(home)
        binary, data = scenario.binary(lab), scenario.data(home)
        self.before, _ = lab.listed(binary, data, scenario.old)
        env = fault_env(lab, home, scenario, {"FAULT_KIND": "count", "FAULT_FILE": home + "/count"}) if lab.preload else {}
        done = scenario.run(lab, home, env)
        if done.code != 0:
            raise SystemExit(f"laboratory cannot go on: {scenario.name}: {done.code}\n{done.out}{done.err}")
        self.steps = int(open(home + "/count").read()) if lab.preload else 0
        self.after, words = lab.listed(binary, data, scenario.new)
        if self.before is None or self.after is None:
            raise SystemExit(f"laboratory cannot go on: {scenario.name}: {words}")
        self.made = [bare(record) for id, record in self.after.items() if id not in self.before]
        shutil.rmtree(home)

    def versions(self, id):
        if id in self.before or id in self.after:
            return [r for r in (self.before.get(id), self.after.get(id)) if r]
        return [dict(record, id=id) for record in self.made]

    def differences(self, lab, found):
        """Why `found` is not a valid end of the scenario."""
        same = sorted(map(key, found.values())) == sorted(map(key, self.after.values()))
        if not same:
            lab.tally.fault("wrong", f"after the command has been run again: {len(found)} records, not the "
                                     f"{len(self.after)} that belong there, or others")


def bare(record):
    return {name: value for name, value in record.items() if name != "id"}


def key(record):
    return json.dumps(bare(record), sort_keys=True)


def make_folders(home):
    os.makedirs(home + "/safe", exist_ok=True)


def fault_env(lab, home, scenario, fault):
    place = home if scenario.name in ("sync by stick", "backup", "hq backup", "hq import") else scenario.data(home)
    return dict(fault, LD_PRELOAD=lab.preload, FAULT_DIR=place + "/")


def open_with(lab, scenario, data):
    """The passphrase that opens it now; it must be the old one or the new one."""
    if scenario.old == scenario.new:
        return True, scenario.old
    good = []
    for passphrase in (scenario.old, scenario.new):
        done = lab.run(scenario.binary(lab), data, "list", KINDS[0], passphrase=passphrase)
        if done.code == 0:
            good.append(passphrase)
    if not good:
        lab.tally.fault("lost", "neither the old passphrase nor the new one opens it")
        return False, None
    if None not in good and len(good) > 1:
        lab.tally.fault("wrong", "the old passphrase and the new one open it")
    # if it has none, a given passphrase is ignored
    return True, None if None in good else good[0]


def check(lab, scenario, expected, home, done):
    binary, data = scenario.binary(lab), scenario.data(home)
    opens, passphrase = open_with(lab, scenario, data)
    if not opens:
        return
    acknowledged = [common.identifier(text) for text in done.out.split("\n")[:-1]] if scenario.name.startswith("add") else []
    found = lab.must_hold(binary, data, expected.versions, [*expected.before, *acknowledged], passphrase)
    if found is None:
        return
    for record in expected.made:
        if sum(bare(r) == record for r in found.values()) > 1:
            lab.tally.fault("wrong", f"twice there: {record}"[:300])
    if done.code == 0 and scenario.sums:
        expected.differences(lab, found)
    if done.code == 0 and scenario.old != scenario.new and passphrase != scenario.new:
        lab.tally.fault("lost", "the change was acknowledged, and the old passphrase opens it")
    if not scenario.again:
        return
    if scenario.old == scenario.new or passphrase == scenario.old:
        again = scenario.run(lab, home)
        if again.code != 0:
            lab.tally.fault("wrong", f"run again: exit {again.code}: {again.err.strip()[-300:]}")
            return
        found = lab.must_hold(binary, data, expected.versions, expected.before, scenario.new)
        if found is not None:
            expected.differences(lab, found)
    check_others(lab, scenario, home, expected)


def check_others(lab, scenario, home, expected):
    """Backups with their final name are whole; notebook and headquarters agree after another
    exchange."""
    for backup in glob.glob(home + "/safe/*.skb"):
        there = lab.place() + "/n"
        opened = lab.run(lab.sotay, there, "init", "--from-backup", backup)
        if opened.code != 0:
            lab.tally.fault("lost", f"{os.path.basename(backup)} does not open: {opened.err.strip()[-200:]}")
        else:
            lab.must_hold(lab.sotay, there, expected.versions, expected.before)
        shutil.rmtree(os.path.dirname(there))
    if scenario.template in ("enrolled", "received", "answered") and scenario.old == scenario.new:
        exchange(lab, home)


def exchange(lab, home, tells=True):
    """Carries a stick there and back twice; then both have the same records."""
    for _ in range(2):
        for program, data, words in ((lab.sotay, "/n", ["sync", "folder:" + home + "/stick"]),
                                     (lab.hq, "/hq", ["import", home + "/stick"])):
            done = lab.run(program, home + data, *words)
            if done.code != 0 and tells:
                lab.tally.fault("wrong", f"{words[0]} afterwards: exit {done.code}: {done.err.strip()[-300:]}")
    lab.run(lab.sotay, home + "/n", "sync", "folder:" + home + "/stick")
    mine, theirs = (lab.listed(program, home + data)[0] for program, data in ((lab.sotay, "/n"), (lab.hq, "/hq")))
    if mine is None or theirs is None:
        lab.tally.fault("lost", "after an exchange one of them does not open")
    elif mine != theirs:
        odd = [id for id in {*mine, *theirs} if mine.get(id) != theirs.get(id)]
        lab.tally.fault("wrong", f"{len(odd)} records differ between notebook and headquarters: "
                                 f"{mine.get(odd[0])} {theirs.get(odd[0])}")


def at_each_write(lab, name, modes, each):
    """`each`: steps of one scenario and mode, 0 for all of them. The short form tries a few
    scenarios."""
    every = scenarios(lab)
    if lab.short:
        every = sorted(lab.random(name).sample(every, min(3, len(every))), key=every.index)
        modes = lab.random(name).sample(modes, 1)
    for scenario in every:
        tally = lab.begin(f"{name}: {scenario.name}")
        if not lab.preload:
            tally.note = "skipped: nothing that can be preloaded"
            continue
        expected, chance = Expected(lab, scenario), lab.random(f"{name}-{scenario.name}")
        for mode, fault in modes:
            steps = range(1, expected.steps + 1)
            for step in (steps if not each or each >= len(steps) else sorted(chance.sample(steps, each))):
                home = lab.copy(scenario.template)
                make_folders(home)
                lab.round(f"{mode} at {step} of {expected.steps}")
                env = fault_env(lab, home, scenario, dict(fault, FAULT_AT=str(step)))
                done = scenario.run(lab, home, env)
                if mode in ("kill", "torn") and chance.random() < 0.5:
                    stop_opening(lab, scenario, home, chance)
                check(lab, scenario, expected, home, done)
                shutil.rmtree(home)


def stop_opening(lab, scenario, home, chance):
    """Kills the next opening too, which repairs."""
    env = fault_env(lab, home, scenario, {"FAULT_KIND": "kill", "FAULT_AT": str(chance.randint(1, 30))})
    lab.run(scenario.binary(lab), scenario.data(home), "list", KINDS[0], env=env, passphrase=scenario.old)


def kills_at_each_write(lab, rounds):
    at_each_write(lab, "kill -9 at a write", KILLS, rounds)


def disk_at_each_write(lab, rounds):
    at_each_write(lab, "full or broken disk", ERRORS, rounds)


def kills_at_random(lab, rounds):
    """`rounds` kills over the scenarios, each within the time that the scenario last took."""
    every = scenarios(lab)
    if lab.short:
        every = lab.random("random").sample(every, min(3, len(every)))
    for number, scenario in enumerate(every):
        lab.begin(f"kill -9 at random: {scenario.name}")
        expected, chance = Expected(lab, scenario), lab.random(f"random-{scenario.name}")
        longest = 0.4
        for _ in range(max(1, (rounds + len(every) - 1 - number) // len(every))):
            home = lab.copy(scenario.template)
            make_folders(home)
            after = chance.uniform(0, longest)
            lab.round(f"after {after:.4f} s")
            done = scenario.run(lab, home, after=after)
            # follows the time it takes now, so that it rarely ends before the kill
            longest = max(0.02, longest * (1.1 if done.killed else 0.8))
            check(lab, scenario, expected, home, done)
            shutil.rmtree(home)


def kills_of_adding(lab, rounds):
    """`kill9.py`: one notebook for all rounds, so that each round also recovers from the previous
    one."""
    tally = lab.begin("kill -9 while adding, one notebook")
    args = argparse.Namespace(sotay=lab.sotay, longest=0.3, records=2000)
    tally.rounds = rounds

    def tell(number, problem):
        tally.here = f"seed {lab.seed}, round {number}"
        tally.fault("lost", problem)

    acknowledged = kill9.rounds(args, lab.place() + "/n", rounds, lab.random("kill9"), tell)
    tally.note = f"{acknowledged} acknowledged"


TEMPLATES.update(received=received, answered=answered)
