#!/usr/bin/env python3
"""Lists as files: an export of a large notebook and an import of ten thousand establishments, with
elapsed time, processor time and peak memory of each.
"""

import os
import sys
import time

import common


def measured(args, data, *words):
    """Seconds, seconds of processor time, and peak MiB. The peak is that of this child alone."""
    begin = time.perf_counter()
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.execv(args.sotay, common.command(args, data, *words))
    _, status, used = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"sotay {' '.join(words)}: status {status}")
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def show(name, found, size):
    seconds, cpu, peak = found
    print(f"{name}: {seconds:.1f} s, {cpu:.1f} s of CPU, {peak:.0f} MiB, file {size / 2 ** 20:.1f} MiB", flush=True)


def main():
    args = common.arguments(__doc__, ("rows", 100_000, "establishments that are exported"),
                            ("imported", 10_000, "establishments that are imported"))
    with common.workplace(args) as folder:
        out, into, small = (f"{folder}/{name}" for name in ("out", "into", "small"))
        for data, rows in ((out, args.rows), (small, args.imported)):
            common.run(args, data, "demo", "--establishments", str(rows), "--visits", "1")
        for ending in ("xlsx", "csv", "geojson"):
            file = f"{folder}/list.{ending}"
            found = measured(args, out, "export", "establishment", "--out", file)
            show(f"export {args.rows} to {ending}", found, os.path.getsize(file))
        file = f"{folder}/small.xlsx"
        common.run(args, small, "export", "establishment", "--out", file, "--contacts")
        common.init(args, into)
        found = measured(args, into, "import", "establishment", file)
        show(f"import {args.imported} from xlsx", found, os.path.getsize(file))


if __name__ == "__main__":
    main()
