"""Signals at every main screen, and kills while typing: the terminal is restored, and the typed
text comes back."""

import fcntl
import os
import re
import select
import shutil
import signal
import termios
import time

import hangup
from lab_bench import LIMIT

F2, F4, F1, F10, ENTER = "\x1bOQ", "\x1bOS", "\x1bOP", "\x1b[21~", "\r"
TIOCGPTPEER = 0x5441  # Linux: the terminal's other end
TYPED = "Máy sấy chạy đều"
# keys from the first screen to each screen
SCREENS = {"today": "", "establishments": "2", "visits": "3", "models": "4", "more": "5", "results": "6", "sync": "7",
           "a record": "2" + ENTER, "search": "2/co", "new visit": F2, "typing": F2 + "\t" * 5, "palette": F10,
           "help": F1, "period": "6" + F4, "history": "2\x19"}
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
GOING_ON = (signal.SIGWINCH, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGPIPE, signal.SIGSTOP, signal.SIGTSTP)


class Screen(hangup.Line):
    """A program at a terminal that outlives it, so that the terminal can be checked."""

    def __init__(self, lab, words):
        super().__init__(words)
        self.lab, self.words, self.status = lab, words, None
        self.other = fcntl.ioctl(self.fd, TIOCGPTPEER, os.O_RDWR | os.O_NOCTTY)

    def is_raw(self):
        return not termios.tcgetattr(self.other)[3] & termios.ICANON

    def until(self, what, is_so):
        """Reads until the condition holds; a hang if it never does, or if the program ended
        before."""
        end = time.monotonic() + LIMIT
        while not is_so():
            self.read(0.05)
            if self.status is None and self.ended() and not is_so():
                self.lab.tally.fault("wrong", f"no {what}: the program has ended, {self.status}")
                return False
            if time.monotonic() > end:
                self.lab.tally.fault("hangs", f"no {what}")
                return False
        return True

    def until_shown(self, text):
        """Repaints, because typed text is painted in pieces, with other places between them."""
        self.rest()
        self.seen = b""
        self.send("\x0c")
        return self.until(f"{text!r} on the screen", lambda: self.shows(text))

    def shows(self, text):
        """Ignores cursor moves and blanks between the letters."""
        letters = re.sub(rb"\x1b\[[0-9;?>=]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[78=>]", b"", self.seen)
        return "".join(text.split()) in "".join(letters.decode(errors="replace").split())

    def ended(self):
        if self.status is None:
            pid, status = os.waitpid(self.child, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def rest(self):
        """Waits until the program waits for keys: its screen has come, and nothing more comes."""
        self.until("screen", lambda: self.is_raw() and b"\x1b[" in self.seen)
        while select.select([self.fd], [], [], 0.4)[0]:
            if self.read(0) == hangup.CLOSED:
                return

    def close(self):
        """Ends the program by its process id, if it still runs."""
        if not self.ended():
            os.kill(self.child, signal.SIGCONT)
            os.kill(self.child, signal.SIGTERM)
            if not self.until("end", self.ended):
                os.kill(self.child, signal.SIGKILL)
                os.waitpid(self.child, 0)
        while select.select([self.fd], [], [], 0)[0] and self.read(0) not in (None, hangup.CLOSED):
            pass
        if b"panicked" in self.seen:
            self.lab.tally.fault("panics", "on the screen")
        self.was_raw = self.is_raw()
        os.close(self.other)
        os.close(self.fd)


def signals(lab, rounds):
    programs = [("notebook", lab.sotay, "/n", []), ("review", lab.hq, "/hq", ["review"])]
    for name, program, sub, words in programs:
        lab.begin(f"signals: {name}")
        screens = list(SCREENS)
        if lab.short:
            screens = ["typing"] if sub == "/n" else ["today"]
        for screen in screens:
            for number in (*ENDING, *GOING_ON):
                if lab.short and number not in (signal.SIGTERM, signal.SIGUSR1):
                    continue
                for _ in range(rounds):
                    one_signal(lab, program, sub, words, screen, number)


def one_signal(lab, program, sub, words, screen, number):
    home = lab.copy("enrolled")
    lab.round(f"{screen}, {signal.Signals(number).name}")
    line = Screen(lab, lab.command(program, home + sub, *words))
    line.rest()
    line.send(SCREENS[screen])
    line.rest()
    typed = screen == "typing" and sub == "/n"
    if typed:
        line.send(TYPED)
        line.until_shown(TYPED)
    os.kill(line.child, number)
    if number in ENDING:
        line.until("end", line.ended)
        if line.status not in (0, 1):
            lab.tally.fault("wrong", f"the program ended with {line.status}")
    else:
        if number in (signal.SIGSTOP, signal.SIGTSTP):
            line.until("stop", lambda: stopped(line.child))
            os.kill(line.child, signal.SIGCONT)
        line.seen = b""
        line.send("\x0c")  # paints the screen again
        line.until("answer to a key", lambda: len(line.seen) > 200)
    line.close()
    if line.was_raw:
        lab.tally.fault("wrong", "the terminal is not as it was after the end")
    lab.must_hold(program, home + sub, whole(lab, program, sub), whole(lab, program, sub))
    if typed:
        is_back(lab, program, home + sub, TYPED)
    shutil.rmtree(home)


def stopped(pid):
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[0] in "Tt"


def whole(lab, program, sub):
    found, _ = lab.listed(program, lab.template("enrolled") + sub)
    return {id: [record] for id, record in found.items()}


def is_back(lab, program, data, text):
    """Whether the draft is on the first screen, and its text in the form."""
    line = Screen(lab, lab.command(program, data))
    line.rest()
    line.send(ENTER)
    line.until_shown(text)
    line.close()


def kills_of_drafts(lab, rounds):
    """Typed text is durable once the journal has grown; the kill comes at any moment after that."""
    lab.begin("kill -9 while typing")
    chance = lab.random("drafts")
    for number in range(rounds):
        home = lab.copy("enrolled")
        lab.round(f"draft {number}")
        line = Screen(lab, lab.command(lab.sotay, home + "/n"))
        line.rest()
        line.send(SCREENS["typing"])
        line.rest()
        before = journal(home)
        line.send(TYPED)
        line.until_shown(TYPED)
        line.until("draft in the journal", lambda: journal(home) != before)
        # more text, which was not acknowledged
        for letter in " thêm một câu nữa"[:chance.randrange(17)]:
            line.send(letter)
            line.read(chance.uniform(0, 0.05))
        os.kill(line.child, signal.SIGKILL)
        line.until("end", line.ended)
        line.close()
        lab.must_hold(lab.sotay, home + "/n", whole(lab, lab.sotay, "/n"), whole(lab, lab.sotay, "/n"))
        is_back(lab, lab.sotay, home + "/n", TYPED)
        shutil.rmtree(home)


def journal(home):
    with open(home + "/n/journal/00000001.skj", "rb") as file:
        return hash(file.read())
