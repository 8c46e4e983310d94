#!/usr/bin/env python3
"""Opens the screen of results on a large notebook and measures the seconds from each key to the
last byte that it brings: the first opening, which reads the records that count, and every later
period. Says what the figures take in memory.

With `--notebook` it measures a copy of a notebook that exists, and fills none.
"""

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


def main():
    args = common.arguments(__doc__, ("establishments", 20000, "how many"), ("visits", 20000, "how many"),
                            ("notebook", "", "a notebook to copy instead"),
                            ("keys", 20, "how many periods are asked for"),
                            ("limit", 0.15, "seconds that no later key may take"))
    with common.workplace(args) as folder:
        data = f"{folder}/notebook"
        common.filled(args, data)
        # a state of an older version is made anew, and that is not what is measured
        common.run(args, data, "list", "officer")
        line = Line(common.command(args, data))
        line.quiet()
        settled(line.child)
        before, _ = memory(line.child)
        first = answered(line, "6", 5)
        settled(line.child)
        after, peak = memory(line.child)
        times = sorted(answered(line, LEFT, 0.7) for _ in range(args.keys))
        line.cut()
    print(f"first opening {first:.2f} s; VmRSS {before:.0f} -> {after:.0f} MiB, peak {peak:.0f}")
    print(f"later keys: median {times[len(times) // 2] * 1000:.0f} ms, worst {times[-1] * 1000:.0f} ms")
    sys.exit(times[-1] > args.limit)


if __name__ == "__main__":
    main()
