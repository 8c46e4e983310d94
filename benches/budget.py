#!/usr/bin/env python3
"""Measures the size of a notebook's state and record index relative to its journal, and the processor
and peak memory of `rebuild` and `verify`. Prints measure, goal, measured and verdict; exits with 1 where
a goal is missed.

`--counts 1` measures sizes only, which hold for any build: CI runs that on a small notebook.
"""

import os
import subprocess
import sys

import common

# name: goal, unit
GOALS = {
    "state and names / journal, built": (1.2, "x"),
    "state and names / journal, a fifth written since": (2.0, "x"),
    "rebuild, processor": (15, "s"),
    "rebuild, peak memory": (200, "MiB"),
    "verify, processor": (10, "s"),
    "verify, peak memory": (200, "MiB"),
}
# establishments and visits below which sled's own pages and segments dominate
SMALL = 100_000
SMALL_GOALS = {
    "state and names / journal, built": 2.0,
    "state and names / journal, a fifth written since": 4.0,
}


def size(path):
    """Bytes of all files in a folder."""
    files = (os.path.join(top, name) for top, _, names in os.walk(path) for name in names)
    return sum(os.path.getsize(file) for file in files)


def written(folder):
    """Bytes of the journal, without the zeros that its last file is extended with."""
    total = 0
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            total += len(file.read().rstrip(b"\0"))
    return total


def derived(data):
    """Bytes of the state and the record index, as a multiple of the journal's."""
    names = os.path.getsize(f"{data}/names")
    return (size(f"{data}/state") + names) / written(f"{data}/journal")


def timed(args, data, *words):
    """Seconds of processor and peak memory in MiB of one command."""
    child = subprocess.Popen(common.command(args, data, *words), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"sotay {' '.join(words)}: status {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    args = common.arguments(__doc__, ("establishments", 100_000, "how many"), ("visits", 100_000, "how many"),
                            ("notebook", "", "a notebook to copy instead"),
                            ("counts", 0, "1: only what holds on any machine and for any build"))
    found = {}
    with common.workplace(args) as folder:
        data = f"{folder}/notebook"
        common.filled(args, data)
        rebuild = timed(args, data, "rebuild")
        found["state and names / journal, built"] = derived(data)
        records = len(common.listed(args, data, "establishment")) + len(common.listed(args, data, "visit"))
        if not args.counts:
            found["rebuild, processor"], found["rebuild, peak memory"] = rebuild
            found["verify, processor"], found["verify, peak memory"] = timed(args, data, "verify")
        place = common.one_establishment(args, data)
        lines = "".join(common.line(common.visit(n, place)) for n in range(records // 5))
        common.run(args, data, "add", "visit", stdin=lines)
        found["state and names / journal, a fifth written since"] = derived(data)
    missed = 0
    print(f"{records:,} establishments and visits\n")
    print("| measure | goal | measured | |\n|---|---|---|---|")
    for name, (goal, unit) in GOALS.items():
        if name in found:
            goal = SMALL_GOALS.get(name, goal) if records < SMALL else goal
            verdict = "met" if found[name] <= goal else "missed"
            missed += verdict == "missed"
            print(f"| {name} | <= {goal:g} {unit} | {found[name]:.2f} {unit} | {verdict} |")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
