#!/usr/bin/env python3
"""Power cuts: the disk's image is copied while `sotay add` runs, and the copy is opened.

An ext4 file system in a file is mounted through a loop device; the file holds what would be on the
disk if the power failed now. Every id that was printed before the copy began must be in the copy.
Pages written during the copy may or may not be in it; `--pause 1` stops the program meanwhile, to
rule out a copy that no disk could hold. Needs root.
"""

import os
import shutil
import signal
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
    total = 0
    disk, cut = folder + "/disk.img", folder + "/cut.img"
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
                before = list(adding.ids)  # printed before the copy begins
                if args.pause:
                    adding.child.send_signal(signal.SIGSTOP)
                shutil.copyfile(disk, cut)
                adding.child.send_signal(signal.SIGCONT)
                adding.may_feed.clear()
                found = examine(args, cut, folder + "/cut", before)
                adding.may_feed.set()
                total = len(before)
                tell(number, total, found)
        finally:
            status = adding.stop()
    return total, status


def main():
    args = common.arguments(__doc__, ("images", 30, "how many cuts"), ("size", 256, "MiB of the disk"),
                            ("between", 0.2, "seconds between two cuts"),
                            ("pause", 0, "1: the program stands still during a copy"))
    if os.geteuid() != 0:
        sys.exit("mounting needs root")
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
