#!/usr/bin/env python3
"""Opens the screen of results on a large notebook and measures the seconds from each key to the
last byte of the answer: the first opening, which reads the records that count, and every later
period. Prints the memory that the figures take.

With `--notebook` it measures a copy of an existing notebook, and fills none.
"""

import glob
import sys
import time

import common
from hangup import Line
from memory import memory, settled

LEFT = "\x1b[D"


def answered(line, keys, quiet):
    """Seconds from the keys to the last byte before the line falls silent."""
    begin = last = time.perf_counter()
    line.send(keys)
    while line.read(quiet):
        last = time.perf_counter()
    return last - begin


def processor(pid):
    """Milliseconds of all threads, which other programs on a busy machine do not affect."""
    used = 0
    for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
        with open(path) as stat:
            used += int(stat.read().split()[0])
    return used / 1e6


def measured(line, keys, quiet):
    """Seconds until the last byte, and milliseconds of processor time."""
    before = processor(line.child)
    seconds = answered(line, keys, quiet)
    settled(line.child)
    return seconds, processor(line.child) - before


def main():
    args = common.arguments(__doc__, ("establishments", 20000, "how many"), ("visits", 20000, "how many"),
                            ("notebook", "", "a notebook to copy instead"),
                            ("keys", 20, "how many periods are asked for"),
                            ("limit", 0.05, "seconds that no later key may take"))
    with common.workplace(args) as folder:
        data = f"{folder}/notebook"
        common.filled(args, data)
        # a state of an older version is rebuilt first, which is not to be measured
        common.run(args, data, "list", "officer")
        line = Line(common.command(args, data))
        line.quiet()
        settled(line.child)
        before, _ = memory(line.child)
        first, opening = measured(line, "6", 5)
        after, peak = memory(line.child)
        keys = [measured(line, LEFT, 0.7) for _ in range(args.keys)]
        line.cut()
    times, used = (sorted(all) for all in zip(*keys))
    middle = len(times) // 2
    print(f"first opening {first:.2f} s, {opening:.0f} ms of processor; "
          f"VmRSS {before:.0f} -> {after:.0f} MiB, peak {peak:.0f}")
    print(f"later keys: median {times[middle] * 1000:.0f} ms, worst {times[-1] * 1000:.0f} ms; "
          f"processor {used[middle]:.1f}, {used[-1]:.1f} ms")
    sys.exit(times[-1] > args.limit)


if __name__ == "__main__":
    main()
