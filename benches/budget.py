#!/usr/bin/env python3
"""Measures what a notebook costs: bytes of its state and record index relative to the journal,
processor time and peak memory of `rebuild` and `verify`, memory and bytes of the screen, the start
compared with vim, a commit compared with SQLite, and each letter of a search. Prints measure, goal,
measured value and verdict; exits with 1 if a measure is over its limit.

`--counts 1` measures sizes only, which hold on any machine and for any build: CI runs that on a small
notebook. What a screen and a key send is counted by `cargo test --test it painter`.
`--example` is the built example `search`, `--commit-dir` a folder on the disk whose commits count.
"""

import os
import statistics
import subprocess
import sys
import tempfile

import commit
import common
import start
from hangup import Line
from memory import memory, settled

# name: goal, unit, and a limit if the goal is not reached yet
GOALS = {
    "state and names / journal, built": (1.2, "x"),
    "state and names / journal, a fifth written since": (2.0, "x"),
    "rebuild, processor": (15, "s", 25),
    "rebuild, peak memory": (200, "MiB", 240),
    "verify, processor": (10, "s", 12),
    "verify, peak memory": (200, "MiB"),
    "first screen": (1700, "B", 1950),
    "first screen, writes": (1, ""),
    "arrow in a page, worst": (8, "B"),
    "arrow that scrolls, median": (100, "B", 116),
    "peak memory, start": (24, "MiB"),
    "peak memory, first list": (48, "MiB"),
    "peak memory, search of visits": (72, "MiB"),
    "peak memory, results": (80, "MiB"),
    "start": (0.4, "x vim", 0.7),
    "first search, cold": (1.8, "x vim", 2.2),
    "a letter of a search, worst": (20, "ms", 45),
    "commit over a pipe, p50": (0.95, "x SQLite", 1.3),
}
DOWN = "\x1b[B"
# seconds without a byte after which an answer is complete
SILENCE = 0.4
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


def answer(line, keys):
    """Bytes that an answer to keys has, and in how many pieces they came."""
    line.send(keys)
    return pieces(line)


def pieces(line):
    before, count = len(line.seen), 0
    while line.read(SILENCE):
        count += 1
    return len(line.seen) - before, count


def screen(args, data, found):
    """Bytes of the first screen and of an arrow."""
    line = Line(common.command(args, data))
    found["first screen"], found["first screen, writes"] = pieces(line)
    answer(line, "2")
    arrows = [answer(line, DOWN)[0] for _ in range(40)]
    # a page of 80x24 shows twenty rows
    found["arrow in a page, worst"] = max(arrows[:15])
    found["arrow that scrolls, median"] = statistics.median(arrows[25:])
    line.cut()


def memories(args, data, found):
    """Peak memory of four sessions, each with everything that it loads in the background."""
    for name, keys in (("start", ""), ("first list", "2"), ("search of visits", "3/hoa"), ("results", "6")):
        line = Line(common.command(args, data))
        line.quiet(SILENCE)
        settled(line.child)
        for key in keys:
            answer(line, key)
        settled(line.child)
        found[f"peak memory, {name}"] = memory(line.child)[1]
        line.cut()


def against_vim(args, data, folder, found):
    text = f"{folder}/text"
    with open(text, "w") as file:
        file.write("Xưởng mộc Hòa Phát, xã Lai Vung, Đồng Tháp: chế biến gỗ, 12 lao động\n" * 70_000)
    ours, vim = common.command(args, data), ["vim", text]
    rounds = [(start.stands(vim), start.stands(ours), start.stands(ours, start.SEARCH)) for _ in range(5)]
    peer, screen_stands, search_stands = (statistics.median(column) for column in zip(*rounds))
    found["start"], found["first search, cold"] = screen_stands / peer, search_stands / peer


def against_sqlite(args, found):
    with tempfile.TemporaryDirectory(prefix="sotay-bench-", dir=args.commit_dir or args.dir) as folder:
        rounds = [(statistics.median(commit.sotay(args, folder, turn)[10:]),
                   statistics.median(commit.sqlite(args, folder, turn)[10:])) for turn in range(3)]
    ours, peer = (statistics.median(column) for column in zip(*rounds))
    found["commit over a pipe, p50"] = ours / peer


def main():
    args = common.arguments(__doc__, ("establishments", 100_000, "how many"), ("visits", 100_000, "how many"),
                            ("notebook", "", "a notebook to copy instead"),
                            ("counts", 0, "1: sizes only"),
                            ("example", "", "the built example `search`"),
                            ("commit-dir", "", "where commits are measured"), ("records", 300, "commits a round"))
    found = {}
    with common.workplace(args) as folder:
        data = f"{folder}/notebook"
        common.filled(args, data)
        rebuild = timed(args, data, "rebuild")
        found["state and names / journal, built"] = derived(data)
        if not args.counts:
            found["rebuild, processor"], found["rebuild, peak memory"] = rebuild
            # first of all, while this script is small: a child starts as a copy of it
            found["verify, processor"], found["verify, peak memory"] = timed(args, data, "verify")
            screen(args, data, found)
            memories(args, data, found)
            against_vim(args, data, folder, found)
            against_sqlite(args, found)
            if args.example:
                out = subprocess.check_output([args.example, data], text=True)
                found["a letter of a search, worst"] = float(out.split()[-2])
        records = len(common.listed(args, data, "establishment")) + len(common.listed(args, data, "visit"))
        place = common.one_establishment(args, data)
        lines = "".join(common.line(common.visit(n, place)) for n in range(records // 5))
        common.run(args, data, "add", "visit", stdin=lines)
        found["state and names / journal, a fifth written since"] = derived(data)
    passed = 0
    print(f"{records:,} establishments and visits\n")
    print("| measure | goal | measured | |\n|---|---|---|---|")
    for name, (goal, unit, *limit) in GOALS.items():
        if name in found:
            goal = SMALL_GOALS.get(name, goal) if records < SMALL else goal
            limit = limit[0] if limit else goal
            passed += found[name] > limit
            verdict = "met" if found[name] <= goal else "missed" if found[name] <= limit else "over the limit"
            print(f"| {name} | <= {goal:g} {unit} | {found[name]:.2f} {unit} | {verdict} |")
    sys.exit(1 if passed else 0)


if __name__ == "__main__":
    main()
