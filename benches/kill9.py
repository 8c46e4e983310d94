#!/usr/bin/env python3
"""Kills `sotay add visit` at random moments; every id that it had printed must still be there.

All rounds use the same notebook, so each round also opens what the previous one tore.
"""

import random
import subprocess
import sys
import threading

import common


def feed(pipe, records):
    try:
        for record in records:
            pipe.write(common.line(record).encode())
            pipe.flush()
    except (BrokenPipeError, ValueError):
        pass  # killed: what was not acknowledged may be gone


def one_round(args, data, place, start, after):
    """The ids that were printed before the kill, `after` seconds after the first of them."""
    child = subprocess.Popen(common.command(args, data, "add", "visit"), stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    records = (common.visit(start + n, place) for n in range(args.records))
    feeder = threading.Thread(target=feed, args=(child.stdin, records))
    feeder.start()
    first = child.stdout.readline()
    killer = threading.Timer(after, child.kill)
    killer.start()
    rest = child.stdout.read()
    killer.cancel()
    child.kill()
    child.wait()
    feeder.join()
    whole = (first + rest).decode().split("\n")[:-1]  # a torn last line acknowledges nothing
    return [common.identifier(text) for text in whole if text.strip()]


def rounds(args, data, count, moments, tell):
    """The number of acknowledged records; `tell` gets each problem, with its round."""
    acknowledged = set()
    common.init(args, data)
    place = common.one_establishment(args, data)
    for number in range(count):
        ids = one_round(args, data, place, number * args.records, moments.uniform(0, args.longest))
        if not ids:
            sys.exit(f"round {number}: nothing was acknowledged; does `add visit` take these records?")
        acknowledged.update(ids)
        for problem in common.problems(args, data, "visit", acknowledged):
            tell(number, problem)
    return len(acknowledged)


def main():
    args = common.arguments(__doc__, ("rounds", 300, "how many kills"), ("seed", 1, "of the moments"),
                            ("longest", 0.3, "seconds from the first id to the latest kill"),
                            ("records", 2000, "at most so many a round"))
    faults = []

    def tell(number, problem):
        faults.append(problem)
        print(f"round {number}: {problem}")

    with common.workplace(args) as folder:
        acknowledged = rounds(args, folder + "/notebook", args.rounds, random.Random(args.seed), tell)
    print(f"{args.rounds} kills, {acknowledged} records acknowledged, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
