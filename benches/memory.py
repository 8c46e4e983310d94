#!/usr/bin/env python3
"""Starts the terminal program on a large notebook repeatedly, cuts its line each time, and reads
its memory from the system once all lists are loaded: VmRSS, and VmHWM for the peak.

With `--notebook` it measures a copy of an existing notebook, and fills none.
"""

import os
import sys
import time

import common
from hangup import Line

MIB = 1024


def memory(pid):
    """VmRSS and VmHWM in MiB."""
    found = {}
    with open(f"/proc/{pid}/status") as status:
        for row in status:
            name, _, rest = row.partition(":")
            if name in ("VmRSS", "VmHWM"):
                found[name] = int(rest.split()[0]) / MIB
    return found["VmRSS"], found["VmHWM"]


def settled(pid):
    """Waits until the program has used no processor time for a while: lists are loaded in the
    background."""
    def used():
        with open(f"/proc/{pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return fields[11:13]

    before, still = used(), 0
    while still < 10:
        time.sleep(0.1)
        now = used()
        still = still + 1 if now == before else 0
        before = now


def one(args, data, write):
    line = Line(common.command(args, data))
    line.quiet()
    settled(line.child)
    if write:
        # a new visit, and text in its first field: a draft
        line.send("\x1bOQ")
        line.quiet()
        line.send("Xưởng")
        line.quiet(1.5)
        settled(line.child)
    rss, peak = memory(line.child)
    seconds, _ = line.cut()
    return rss, peak, seconds


def main():
    args = common.arguments(__doc__, ("establishments", 20000, "how many"), ("visits", 20000, "how many"),
                            ("notebook", "", "a notebook to copy instead"),
                            ("rounds", 11, "starts, each ended by a cut line"),
                            ("limit", 64, "MiB of VmRSS that none may pass"))
    worst = 0
    with common.workplace(args) as folder:
        data = f"{folder}/notebook"
        common.filled(args, data)
        for turn in range(args.rounds):
            rss, peak, seconds = one(args, data, write=turn % 2 == 1)
            worst = max(worst, rss)
            size = os.path.getsize(max((os.path.join(top, name) for top, _, names in os.walk(f"{data}/state")
                                        for name in names), key=os.path.getsize))
            print(f"start {turn}: VmRSS {rss:.0f} MiB, VmHWM {peak:.0f} MiB, state {size / 2 ** 20:.0f} MiB, "
                  f"gone after {seconds * 1e3:.0f} ms", flush=True)
    print(f"most {worst:.0f} MiB")
    sys.exit(0 if worst <= args.limit else 1)


if __name__ == "__main__":
    main()
