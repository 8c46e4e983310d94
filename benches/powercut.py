#!/usr/bin/env python3
"""Power cuts: the disk's image is cloned while `sotay add` runs, and the clone is opened.

An ext4 file system in a file is mounted through a loop device; the file holds what would be on the
disk if the power failed now. The file lies on an XFS, which clones it (`cp --reflink`) between two
writes: a copy that is read while the disk writes can mix two moments, which no disk holds. Every id
that was printed before the clone began must be in it. Needs root and mkfs.xfs.
"""

import os
import shutil
import subprocess
import sys
import threading
import time

import common


class Mount:
    """Mounts an image as a folder, for a while."""

    def __init__(self, image, folder):
        self.image, self.folder = image, folder

    def __enter__(self):
        os.makedirs(self.folder, exist_ok=True)
        subprocess.run(["mount", "-o", "loop", self.image, self.folder], check=True)
        return self.folder

    def __exit__(self, *_):
        for _ in range(20):
            if subprocess.run(["umount", self.folder], capture_output=True).returncode == 0:
                return
            time.sleep(0.1)
        sys.exit(f"{self.folder} cannot be unmounted")


def tools():
    """What a cut needs; the names of those that are missing."""
    return [name for name in ("mkfs.ext4", "mkfs.xfs", "losetup") if not shutil.which(name)]


class Adding:
    """`sotay add visit` running until it is stopped, and the ids that it prints."""

    def __init__(self, args, data, place):
        self.ids, self.going = [], True
        self.may_feed = threading.Event()  # clear while a copy is examined (each takes longer)
        self.may_feed.set()
        self.child = subprocess.Popen(common.command(args, data, "add", "visit"),
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.threads = [threading.Thread(target=self.feed, args=(place,)),
                        threading.Thread(target=self.read)]
        for thread in self.threads:
            thread.start()

    def feed(self, place):
        number = 0
        while self.going:
            self.may_feed.wait()
            try:
                self.child.stdin.write(common.line(common.visit(number, place)).encode())
                self.child.stdin.flush()
            except BrokenPipeError:
                return
            number += 1
        self.child.stdin.close()

    def read(self):
        for text in self.child.stdout:
            self.ids.append(common.identifier(text.decode()))

    def stop(self):
        self.going = False
        self.may_feed.set()
        for thread in self.threads:
            thread.join()
        return self.child.wait()


def examine(args, image, folder, acknowledged):
    try:
        with Mount(image, folder) as copy:
            return common.problems(args, copy + "/notebook", "visit", acknowledged)
    except subprocess.CalledProcessError as fault:
        return [f"the copy cannot be mounted: {fault}"]


def cuts(args, folder, tell):
    """Makes `args.images` cuts in this folder; `tell` gets each. Returns the records acknowledged
    before the last cut, and how `add` ended."""
    pool = folder + "/pool.img"
    subprocess.run(["truncate", "-s", f"{max(4 * args.size, 512)}M", pool], check=True)
    subprocess.run(["mkfs.xfs", "-q", "-m", "reflink=1", pool], check=True)
    with Mount(pool, folder + "/pool") as place:
        return cuts_in(args, place, folder, tell)


def cuts_in(args, pool, folder, tell):
    total = 0
    disk, cut = pool + "/disk.img", pool + "/cut.img"
    subprocess.run(["truncate", "-s", f"{args.size}M", disk], check=True)
    subprocess.run(["mkfs.ext4", "-q", "-F", disk], check=True)
    with Mount(disk, folder + "/disk") as mounted:
        data = mounted + "/notebook"
        common.init(args, data)
        place = common.one_establishment(args, data)
        adding = Adding(args, data, place)
        try:
            for number in range(args.images):
                time.sleep(args.between)
                before = list(adding.ids)  # printed before the clone begins
                subprocess.run(["cp", "--reflink=always", disk, cut], check=True)
                adding.may_feed.clear()
                found = examine(args, cut, folder + "/cut", before)
                os.remove(cut)
                adding.may_feed.set()
                total = len(before)
                tell(number, total, found)
        finally:
            status = adding.stop()
    return total, status


def main():
    args = common.arguments(__doc__, ("images", 30, "how many cuts"), ("size", 256, "MiB of the disk"),
                            ("between", 0.2, "seconds between two cuts"))
    if os.geteuid() != 0 or tools():
        sys.exit("needs root, mkfs.ext4, mkfs.xfs and losetup")
    faults = []

    def tell(number, total, found):
        faults.extend(found)
        print(f"cut {number}: {total} acknowledged, {'; '.join(found) or 'all there'}", flush=True)

    with common.workplace(args) as folder:
        total, status = cuts(args, folder, tell)
    print(f"{args.images} cuts, {total} records acknowledged before the last, {len(faults)} faults; "
          f"add ended with {status}")
    sys.exit(1 if faults or total == 0 else 0)


if __name__ == "__main__":
    main()
