#!/usr/bin/env python3
r"""Types into a form, cuts the line, and checks that the program ends and the text comes back.

The keys that lead to a text field are a parameter, with Python's escapes: by default F2 (new
visit). After the restart the text must be on the screen, after `--back` has been sent.
"""

import codecs
import fcntl
import os
import pty
import select
import struct
import sys
import termios
import time

import common

CLOSED = b""


class Line:
    """The program at the other end of a terminal line of 80x24."""

    def __init__(self, words):
        self.child, self.fd = pty.fork()
        if self.child == 0:
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
            try:
                os.execvp(words[0], words)
            finally:
                # a copy of this script, which must neither continue nor remove the folder at its
                # end
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen = b""

    def send(self, text):
        os.write(self.fd, text.encode())

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return None
        try:
            chunk = os.read(self.fd, 65536)
        except OSError:
            return CLOSED
        self.seen += chunk
        return chunk

    def quiet(self, seconds=0.5):
        """Reads until nothing has come for a while."""
        while self.read(seconds):
            pass

    def wait_for(self, text, seconds):
        end = time.monotonic() + seconds
        while text.encode() not in self.seen:
            left = end - time.monotonic()
            if left <= 0 or self.read(left) == CLOSED:
                return False
        return True

    def cut(self):
        """Seconds from the cut to the program's end, and its exit status."""
        begin = time.perf_counter()
        os.close(self.fd)
        _, status = os.waitpid(self.child, 0)
        return time.perf_counter() - begin, os.waitstatus_to_exitcode(status)


def main():
    args = common.arguments(__doc__, ("keys", r"\x1bOQ", "what opens the form and reaches a text field"),
                            ("back", "", "what shows the draft after the restart"),
                            ("text", "Xưởng", "what is typed"), ("rounds", 5, "how many cuts"),
                            ("limit", 0.2, "seconds until the program must be gone"))
    keys, back = (codecs.decode(k, "unicode_escape") for k in (args.keys, args.back))
    worst, faults = 0.0, 0
    with common.workplace(args) as folder:
        for turn in range(args.rounds):
            data = f"{folder}/notebook-{turn}"
            common.init(args, data)
            common.one_establishment(args, data)
            line = Line(common.command(args, data))
            line.quiet()
            line.send(keys)
            line.quiet()
            line.send(args.text)
            if not line.wait_for(args.text, 5):
                sys.exit("the text never showed; do --keys lead to a text field?")
            seconds, code = line.cut()
            worst = max(worst, seconds)
            again = Line(common.command(args, data))
            again.quiet()
            if back:
                again.send(back)
            there = again.wait_for(args.text, 5)
            again.cut()
            good = there and seconds <= args.limit
            faults += not good
            print(f"round {turn}: gone after {seconds * 1e3:.0f} ms (exit {code}), "
                  f"text {'is back' if there else 'IS NOT THERE'}")
    print(f"slowest end {worst * 1e3:.0f} ms, {faults} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
