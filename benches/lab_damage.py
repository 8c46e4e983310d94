"""Files truncated, flipped, zeroed, removed; input cut at every byte. Whole files must be read
right, and the damage named."""

import collections
import glob
import os
import shutil

import common
from lab_bench import OLD, copy_file, establishments, lines, plain
from lab_stops import exchange

DAMAGES = ("truncated", "flipped", "zeroed", "removed")
SPARED = {"ballast", "LOCK", "roll.lock"}  # files without content


def files(folder):
    found = []
    for there, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(there, name), folder) for name in names if name not in SPARED]
    return sorted(found)


def used(path):
    """Number of bytes before the preallocated zeros."""
    with open(path, "rb") as file:
        return max(1, len(file.read().rstrip(b"\0")))


def damage(path, how, at, bit):
    if how == "removed":
        os.remove(path)
        return
    with open(path, "r+b") as file:
        if how == "truncated":
            file.truncate(at)
            return
        file.seek(at)
        old = file.read(1 if how == "flipped" else 512)
        file.seek(at)
        if old:
            file.write(bytes([old[0] ^ 1 << bit]) if how == "flipped" else bytes(len(old)))


def chosen(folder, chance):
    """A file, a damage and a place in it. Small files are chosen as often as large ones."""
    name = chance.choice(files(folder))
    how = chance.choice(DAMAGES)
    return name, how, chance.randrange(used(os.path.join(folder, name))), chance.randrange(8)


class Look:
    """Results for a damaged folder: records of two openings, and whether the damage was named."""

    def __init__(self, lab, program, data, passphrase, verify_first):
        self.lab, self.program, self.data, self.passphrase = lab, program, data, passphrase
        self.words = ""
        if verify_first:
            self.codes = [self.run("verify")]
            self.first = self.list()
        else:
            self.first = self.list()
            self.codes = [self.run("verify")]
        self.codes.append(self.run("rebuild"))
        self.second = self.list()
        self.codes.append(self.run("verify"))

    def run(self, word):
        done = self.lab.run(self.program, self.data, word, passphrase=self.passphrase)
        self.words += done.err
        if done.code and not (done.err + done.out).strip():
            self.lab.tally.fault("wrong", f"{word}: exit {done.code} without a word")
        return done.code

    def list(self):
        found, words = self.lab.listed(self.program, self.data, self.passphrase)
        self.words += words
        if found is None and not words.strip():
            self.lab.tally.fault("wrong", "list refuses without a word")
        return found

    @property
    def named(self):
        return any(self.codes) or bool(self.words.strip())


def judge(lab, look, expected, is_source):
    """`is_source`: the damaged file has what cannot be computed from other files. True if it does
    not open at the end."""
    for found in (look.first, look.second):
        for id, record in (found or {}).items():
            if record != expected.get(id):
                lab.tally.fault("wrong", f"{id} is {record}, was {expected.get(id)}")
        missing = set(expected) - set(found or {})
        if missing and not look.named:
            lab.tally.fault("lost", f"{len(missing)} records are missing, and nothing says so")
    if look.second is not None and not is_source and set(expected) - set(look.second):
        lab.tally.fault("lost", f"{len(set(expected) - set(look.second))} records are missing after a rebuild, "
                                f"though they are in whole files: {look.words.strip()[-300:]}")
    return look.second is None


def damaged(lab, name, rounds, program, sub, templates, is_source):
    tally, chance = lab.begin(name), lab.random(name)
    whole, refused, losses = {}, collections.Counter(), 0
    for number in range(rounds):
        # one in twelve has a passphrase, which is slow by design
        template, passphrase = templates[1] if number % 12 == 11 else templates[0]
        if template not in whole:
            there = lab.template(template) + sub
            whole[template] = lab.listed(program, there, passphrase)[0], there
        expected, there = whole[template]
        home = lab.place()
        shutil.copytree(there, home + sub, copy_function=copy_file)
        file, how, at, bit = chosen(home + sub, chance)
        verify_first = chance.random() < 0.5
        lab.round(f"{template}: {file} {how} at {at}, bit {bit}, {'verify' if verify_first else 'list'} first")
        damage(os.path.join(home + sub, file), how, at, bit)
        look = Look(lab, program, home + sub, passphrase, verify_first)
        if file.startswith("log/") and verify_first and not look.named:
            tally.fault("lost", "a device's log has lost what was folded, and verify does not say so")
        if judge(lab, look, expected, is_source(file)):
            refused[file.split("/")[0]] += 1
        losses += look.second is not None and len(look.second) < len(expected)
        shutil.rmtree(home)
    tally.note = f"{losses} named losses" + "".join(f", {n} x {file} refused" for file, n in sorted(refused.items()))


def notebook(lab, rounds):
    damaged(lab, "damaged files: notebook", rounds, lab.sotay, "/n", [("enrolled", None), ("locked", OLD)],
            lambda file: file.startswith("journal"))


def headquarters(lab, rounds):
    damaged(lab, "damaged files: headquarters", rounds, lab.hq, "/hq", [("enrolled", None), ("locked_hq", OLD)],
            lambda file: file.startswith(("journal", "log")))


def places(path, rounds, chance):
    """(damage, place, bit); with 0 rounds: a cut before every byte, and one bit of each flipped."""
    length = os.path.getsize(path)
    every = [("truncated", at, 0) for at in range(length)]
    every += [("flipped", at, chance.randrange(8)) for at in range(length)]
    every += [("zeroed", at, 0) for at in range(0, length, 512)]
    every.append(("removed", 0, 0))
    return every if not rounds or rounds >= len(every) else chance.sample(every, rounds)


def backups(lab, rounds):
    """A damaged backup is refused, or restores everything."""
    tally, chance = lab.begin("damaged backup: notebook"), lab.random("backup")
    source = lab.copy("plain")
    expected, _ = lab.listed(lab.sotay, source + "/n")
    lab.well(lab.sotay, source + "/n", "backup", source)
    (whole,) = glob.glob(source + "/*.skb")
    for how, at, bit in places(whole, rounds, chance):
        if how == "removed":
            continue
        home = lab.place()
        lab.round(f"{how} at {at}, bit {bit}")
        backup = shutil.copy(whole, home)
        damage(backup, how, at, bit)
        restored(lab, expected, lab.sotay, home + "/n", home + "/n", "init", "--from-backup", backup)
        shutil.rmtree(home)
    tally, chance = lab.begin("damaged backup: headquarters"), lab.random("hq-backup")
    source = lab.copy("enrolled")
    expected, _ = lab.listed(lab.hq, source + "/hq")
    os.makedirs(source + "/safe")
    lab.well(lab.hq, source + "/hq", "backup", source + "/safe")
    (whole,) = glob.glob(source + "/safe/sotay-hq-*")
    for _ in range(rounds or 2000):
        home = lab.place()
        copy = shutil.copytree(whole, home + "/copy", copy_function=copy_file)
        file, how, at, bit = chosen(copy, chance)
        lab.round(f"{file} {how} at {at}, bit {bit}")
        damage(os.path.join(copy, file), how, at, bit)
        restored(lab, expected, lab.hq, home + "/hq", home + "/hq", "restore", copy)
        shutil.rmtree(home)


def restored(lab, expected, program, data, there, *words):
    done = lab.run(program, data, *words)
    if done.code != 0:
        if not done.err.strip():
            lab.tally.fault("wrong", f"{words[0]}: exit {done.code} without a word")
        return
    found, words = lab.listed(program, there)
    if found != expected:
        lab.tally.fault("lost", f"{len(found or {})} records, not {len(expected)}: {words.strip()[-200:]}")


def stick(lab, rounds):
    """Damages files on the stick, in both directions; afterwards the whole stick brings
    everything."""
    tally, chance = lab.begin("damaged stick"), lab.random("stick")
    for template, program, sub in (("enrolled", lab.hq, "/hq"), ("answered", lab.sotay, "/n")):
        out = "out" if program == lab.hq else "in"
        words = ["import"] if program == lab.hq else ["sync"]
        for name in sorted(os.listdir(f"{lab.template(template)}/stick/SOTAY/{out}")):
            whole = f"{lab.template(template)}/stick/SOTAY/{out}/{name}"
            for how, at, bit in places(whole, rounds // 4 if rounds else 0, chance):
                home = lab.copy(template)
                before, _ = lab.listed(program, home + sub)
                lab.round(f"{template}: {out}/{name[-5:]} {how} at {at}, bit {bit}")
                damage(f"{home}/stick/SOTAY/{out}/{name}", how, at, bit)
                where = home + "/stick" if program == lab.hq else "folder:" + home + "/stick"
                lab.run(program, home + sub, *words, where)
                known = lab.listed(lab.sotay, home + "/n")[0]
                lab.must_hold(program, home + sub, {id: [record] for id, record in {**before, **known}.items()}, before)
                shutil.copy(whole, f"{home}/stick/SOTAY/{out}/{name}")
                exchange(lab, home)
                shutil.rmtree(home)


def cut_json(lab, rounds):
    """`add` with its input cut at any byte."""
    lab.begin("input cut: JSON lines")
    sent = establishments(60, 2)
    text = lines(sent).encode()
    source = lab.copy("plain")
    lab.well(lab.sotay, source + "/n", "add", "establishment", stdin=lines(sent))
    before, _ = lab.listed(lab.sotay, lab.template("plain") + "/n")
    after, _ = lab.listed(lab.sotay, source + "/n")
    made = [record for id, record in after.items() if id not in before]
    for at in sampled(len(text) + 1, rounds, lab.random("cut-json")):
        home = lab.copy("plain")
        lab.round(f"behind {at} bytes")
        child = lab.start(lab.command(lab.sotay, home + "/n", "add", "establishment"))
        done = lab.finish(child, text[:at])
        acknowledged = [common.identifier(line) for line in done.out.splitlines()]
        found = lab.must_hold(lab.sotay, home + "/n",
                              lambda id: [before[id]] if id in before else [dict(record, id=id) for record in made],
                              [*before, *acknowledged])
        if found is not None and len(found) != len(before) + len(acknowledged):
            lab.tally.fault("wrong", f"{len(found) - len(before)} records are new, {len(acknowledged)} were acknowledged")
        whole = text[:at].count(b"\n")
        if len(acknowledged) < whole:
            lab.tally.fault("lost", f"{whole} whole lines, {len(acknowledged)} acknowledged: {done.err[-200:]}")
        if len(acknowledged) == whole and text[:at].split(b"\n")[-1].strip() and done.code == 0:
            lab.tally.fault("lost", "a line that was cut is not spoken of")
        shutil.rmtree(home)


def sampled(count, rounds, chance):
    return range(count) if not rounds or rounds >= count else sorted(chance.sample(range(count), rounds))


def cut_table(lab, rounds):
    """`import` of a truncated file: a workbook is refused; of a list, the rows before the cut are
    right."""
    made = lab.place() + "/n"
    plain_home = os.path.dirname(made)
    plain(lab, plain_home)
    lab.well(lab.sotay, made, "add", "establishment", stdin=lines(establishments(60, 3)))
    for form in ("csv", "xlsx"):
        lab.begin(f"input cut: import of {form}")
        path = f"{plain_home}/table.{form}"
        lab.well(lab.sotay, made, "export", "establishment", "--out", path)
        before, _ = lab.listed(lab.sotay, lab.template("plain") + "/n")
        with open(path, "rb") as file:
            whole = file.read()
        names = {record["name"] for record in [*establishments(0, 6), *establishments(60, 3)]}
        for at in sampled(len(whole), rounds, lab.random("cut-" + form)):
            home = lab.copy("plain")
            lab.round(f"behind {at} of {len(whole)} bytes")
            cut = f"{home}/table.{form}"
            with open(cut, "wb") as file:
                file.write(whole[:at])
            done = lab.run(lab.sotay, home + "/n", "import", "establishment", cut, "--duplicates")
            found = lab.must_hold(lab.sotay, home + "/n", lambda id: [before[id]] if id in before else AnyRecord(), before)
            fresh = [record for id, record in (found or {}).items() if id not in before]
            if form == "xlsx" and (done.code == 0 or fresh):
                lab.tally.fault("wrong", f"a cut workbook was taken: exit {done.code}, {len(fresh)} records")
            if len([record for record in fresh if record["name"] not in names]) > 1:
                lab.tally.fault("wrong", "more than the cut row has another name than was written")
            shutil.rmtree(home)


class AnyRecord:
    """If a list is cut inside a cell, the rest of the last row may still be a record."""

    def __contains__(self, _):
        return True

    def __bool__(self):
        return True
