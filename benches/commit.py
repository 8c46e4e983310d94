#!/usr/bin/env python3
"""A durable commit of sotay compared with one of SQLite (WAL, synchronous=FULL): same disk, same
run.

SQLite inserts each JSON line in this process with a separate commit. With `--example` the same
lines are committed by the program built with `cargo build --release --example commit`, timed in its
process too: engine against engine. Without it sotay gets the lines over a pipe, each after the id
of the previous one: the figure then includes the wake-ups of two processes. Rounds alternate;
compare the ratio of the medians, not the times.
"""

import sqlite3
import statistics
import subprocess
import sys
import time

import common


def sotay(args, folder, turn):
    data = f"{folder}/notebook-{turn}"
    common.init(args, data)
    place = common.one_establishment(args, data)
    child = subprocess.Popen(common.command(args, data, "add", "visit"),
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    times = []
    for number in range(args.records):
        row = common.line(common.visit(number, place)).encode()
        begin = time.perf_counter()
        child.stdin.write(row)
        child.stdin.flush()
        if not child.stdout.readline():
            sys.exit("sotay add ended early")
        times.append(time.perf_counter() - begin)
    child.stdin.close()
    if child.wait() != 0:
        sys.exit("sotay add failed")
    return times


def engine(args, folder, turn):
    rows = [common.line(common.establishment(0))]
    rows += [common.line(common.visit(number, "")) for number in range(args.records)]
    done = subprocess.run([args.example, f"{folder}/engine-{turn}"], input="".join(rows),
                          capture_output=True, text=True, check=True)
    return [float(row) / 1e6 for row in done.stdout.split()]


def sqlite(args, folder, turn):
    base = sqlite3.connect(f"{folder}/peer-{turn}.sqlite", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE visit (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    times = []
    for number in range(args.records):
        row = common.line(common.visit(number, "0" * 32))
        begin = time.perf_counter()
        base.execute("BEGIN IMMEDIATE")
        base.execute("INSERT INTO visit (body) VALUES (?)", (row,))
        base.execute("COMMIT")
        times.append(time.perf_counter() - begin)
    base.close()
    return times


def main():
    args = common.arguments(__doc__, ("rounds", 5, "of both, interleaved"), ("records", 300, "a round"),
                            ("example", "", "the built example `commit`"))
    ours, theirs = [], []
    with common.workplace(args) as folder:
        for turn in range(args.rounds):
            ours.append(statistics.median((engine if args.example else sotay)(args, folder, turn)[10:]))
            theirs.append(statistics.median(sqlite(args, folder, turn)[10:]))
            print(f"round {turn}: sotay {ours[-1] * 1e3:.3f} ms, SQLite {theirs[-1] * 1e3:.3f} ms")
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"p50: sotay {statistics.median(ours) * 1e3:.3f} ms, SQLite {statistics.median(theirs) * 1e3:.3f} ms, "
          f"ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
