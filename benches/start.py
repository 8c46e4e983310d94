#!/usr/bin/env python3
"""Starts the program on a large notebook, alternating with vim on a text file: seconds until the
first screen is complete, and until the first search shows its rows, typed at the first byte. Then,
in one session, the seconds from each letter of a search to the last byte of the answer.

With `--notebook` it measures a copy of an existing notebook, and fills none.
"""

import os
import statistics
import sys
import time

import common
from hangup import Line
from results import answered

SEARCH = "2/hoa binh"
SILENCE = 0.6


def stands(words, keys=""):
    """Seconds from the start to the last byte before the line falls silent."""
    begin = last = time.perf_counter()
    line = Line(words)
    while line.read(SILENCE):
        last = time.perf_counter()
        if keys:
            line.send(keys)
            keys = ""
    line.cut()
    return last - begin


def letters(args, data):
    line = Line(common.command(args, data))
    line.quiet(SILENCE)
    line.send("2/")
    line.quiet(SILENCE)
    return sorted(answered(line, letter, SILENCE) for letter in "hoa binh moc xuong tinh")


def main():
    args = common.arguments(__doc__, ("establishments", 20000, "how many"), ("visits", 20000, "how many"),
                            ("notebook", "", "a notebook to copy instead"), ("rounds", 9, "of each"),
                            ("vim", "/usr/bin/vim", "the peer"), ("megabytes", 6, "of text for the peer"))
    with common.workplace(args) as folder:
        data, text = f"{folder}/notebook", f"{folder}/text"
        common.filled(args, data)
        common.run(args, data, "list", "officer")
        line = "Xưởng mộc Hòa Phát, xã Lai Vung, Đồng Tháp: chế biến gỗ, 12 lao động\n"
        with open(text, "w") as file:
            file.write(line * (args.megabytes * 1_000_000 // len(line.encode())))
        ours, vim = common.command(args, data), [args.vim, text]
        rounds = [(stands(vim), stands(ours), stands(ours, SEARCH)) for _ in range(args.rounds)]
        keys = letters(args, data)
    peer, start, search = (statistics.median(column) for column in zip(*rounds))
    print(f"load {os.getloadavg()[0]:.1f}; vim {peer * 1000:.0f} ms")
    print(f"first screen {start * 1000:.0f} ms, {start / peer:.2f} x vim")
    print(f"first search {search * 1000:.0f} ms, {search / peer:.2f} x vim")
    print(f"a letter of a search: median {keys[len(keys) // 2] * 1000:.0f} ms, worst {keys[-1] * 1000:.0f} ms")
    sys.exit(start > 0.4 * peer or search > 1.8 * peer or keys[-1] > 0.05)


if __name__ == "__main__":
    main()
