"""Prints the content of roll-v1.txt, byte by byte, by a program that shares no code with sotay. What
stands under `sealed` there was sealed once and cannot be made again: a seal begins with chance.

The layout is told in make_down_v1.py.
"""

from make_down_v1 import num, raw, text, items

removed = bytes([2]) * 16 + num(1_795_000_000_000) + num(300)
member = raw(b"giay") + text("ssh-ed25519 AAAA")
content = num(0) + items([removed]) + items([member])
print("== content")
for at in range(0, len(content), 32):
    print(content[at:at + 32].hex())
