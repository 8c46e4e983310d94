"""Prints audit-v1.txt: entries of the audit log, byte by byte, by a program that shares no code with
sotay. The layout is told in make_down_v1.py.
"""

from make_down_v1 import MS, NONE, num, some, text

entries = {
    "an export with contacts over ssh": [
        num(0), num((MS + 7) << 16), num(1),
        text("an"), text("/dev/pts/3"), text("203.113.1.2"), text("may-an"),
        some(bytes([1])), NONE, NONE, NONE, NONE, some(num(603)), bytes([1]),
    ],
    "a visit printed": [
        num(0), num(MS << 16), num(2), text("uid 1000"), text(""), text(""), text(""),
        some(bytes([2])), some(bytes([5]) * 16), NONE, NONE, NONE, NONE, bytes([0]),
    ],
    "a device enrolled": [
        num(0), num(MS << 16), num(9), text("root"), text("/dev/tty1"), text(""), text("hq"),
        NONE, NONE, some(bytes([9]) * 16), some(num(251)), NONE, NONE, bytes([0]),
    ],
    "a handover": [
        num(0), num(MS << 16), num(12), text("root"), text(""), text(""), text("hq"),
        NONE, NONE, NONE, some(num(1)), some(num(2)), NONE, bytes([0]),
    ],
    "of a newer program": [
        num(0), num(MS << 16), num(400), text(""), text(""), text(""), text(""),
        NONE, NONE, NONE, NONE, NONE, NONE, bytes([0]),
    ],
}
for name, parts in entries.items():
    print("==", name)
    content = b"".join(parts)
    for at in range(0, len(content), 32):
        print(content[at:at + 32].hex())
