#!/usr/bin/env python3
"""The fault laboratory: every fault that a notebook and headquarters must survive, on the real programs.

    laboratory.py BIN_DIR [--seed N] [--short | --long] [--only NAME ...] [--rounds N]

BIN_DIR has `sotay` and `sotay-hq`. Prints one table, and below it every fault with how to repeat
it; exits with 1 if there was any. A fault is one of

  lost     something acknowledged is missing, and no message says so
  torn     a record that was not acknowledged is there in part
  panics   a program says "panicked", or ends by an abort
  hangs    a program does not end (two minutes; it is then ended by its own id)
  wrong    wrong answers, a refusal without reason, or a command that cannot be completed afterwards

What must be there follows from what was sent and acknowledged, never from the program under test.
`--short` takes a minute (three on a busy machine), the default some hours, `--long` (every write
and every byte) days.
"""

import argparse
import signal
import sys

import lab_bench
import lab_damage
import lab_disks
import lab_screens
import lab_stops

# name -> (function, rounds: short, default, long); 0: all there are
FAULTS = {
    "writes": (lab_stops.kills_at_each_write, (1, 6, 0)),
    "random": (lab_stops.kills_at_random, (3, 210, 1000)),
    "adding": (lab_stops.kills_of_adding, (2, 50, 300)),
    "disk": (lab_stops.disk_at_each_write, (1, 3, 0)),
    "limit": (lab_disks.size_limit, (2, 30, 200)),
    "read-only": (lab_disks.read_only, (1, 1, 1)),
    "power": (lab_disks.power_cuts, (2, 30, 100)),
    "damage": (lab_damage.notebook, (10, 600, 50_000)),
    "hq-damage": (lab_damage.headquarters, (6, 400, 50_000)),
    "backup-damage": (lab_damage.backups, (3, 100, 0)),
    "stick-damage": (lab_damage.stick, (3, 100, 0)),
    "cut-json": (lab_damage.cut_json, (3, 100, 0)),
    "cut-table": (lab_damage.cut_table, (3, 100, 0)),
    "two": (lab_disks.two_instances, (2, 20, 100)),
    "clock": (lab_disks.clocks, (3, 40, 200)),
    "signals": (lab_screens.signals, (1, 1, 5)),
    "drafts": (lab_screens.kills_of_drafts, (1, 20, 100)),
}


def table(lab):
    width = max([len(tally.name) for tally in lab.tallies], default=5)
    print(f"\n{'fault':{width}}  rounds    lost    torn  panics   hangs   wrong  verdict")
    for tally in lab.tallies:
        verdict = tally.note if tally.note.startswith("skipped") else "FAULTS" if tally.total() else "good"
        if verdict in ("good", "FAULTS") and tally.note:
            verdict += f" ({tally.note})"
        cells = "".join(f"{tally.found[column]:8}" for column in tally.COLUMNS)
        print(f"{tally.name:{width}}{tally.rounds:8}{cells}  {verdict}")
    rounds, faults = sum(t.rounds for t in lab.tallies), sum(t.total() for t in lab.tallies)
    print(f"{'all':{width}}{rounds:8}  {faults} faults, seed {lab.seed}")
    for tally in lab.tallies:
        for example in tally.examples:
            print(example)
    return faults


def stop(number, _):
    raise SystemExit(f"stopped by {signal.Signals(number).name}; the table is of what ran")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries", metavar="BIN_DIR", help="the folder of sotay and sotay-hq")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=list(FAULTS), metavar="NAME", help=", ".join(FAULTS))
    parser.add_argument("--rounds", type=int, help="of each chosen fault, in place of its own number; 0 for all")
    parser.add_argument("--match", default="", help="only commands with this in their name, of the faults that try every command")
    parser.add_argument("--dir", help="where the folders are made (memory, where there is such a place)")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--short", action="store_const", const=0, dest="size", default=1)
    size.add_argument("--long", action="store_const", const=2, dest="size")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    lab = lab_bench.Lab(args.binaries, args.seed, args.size == 0, args.dir)
    lab.match = args.match
    try:
        for name in args.only or FAULTS:
            run, rounds = FAULTS[name]
            print(f"{name} ...", file=sys.stderr, flush=True)
            run(lab, rounds[args.size] if args.rounds is None else args.rounds)
    finally:
        faults = table(lab)
        lab.close()
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
