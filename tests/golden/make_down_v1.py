"""Writes down-v1.txt: what comes down, byte by byte, by a program that shares no code with sotay.

bincode's standard layout: numbers up to 250 are one byte, larger ones have a mark (251: two bytes,
252: four, 253: eight, little endian); u8 and fixed arrays stand as they are; a list or a text is its
length and its items; an option or an enum is its number and what it holds.
"""

MS = 1_795_000_000_000


def num(n):
    for mark, size, limit in ((None, 1, 250), (251, 2, 1 << 16), (252, 4, 1 << 32), (253, 8, 1 << 64)):
        if n <= limit if mark is None else n < limit:
            return (b"" if mark is None else bytes([mark])) + n.to_bytes(size, "little")
    raise ValueError(n)


def text(t):
    raw = t.encode()
    return num(len(raw)) + raw


def raw(b):
    return num(len(b)) + b


def items(all):
    return num(len(all)) + b"".join(all)


def some(b):
    return b"\x01" + b


NONE = b"\x00"
ID = [bytes([n]) * 16 for n in range(16)]

author = ID[2] + ID[3] + num((MS + 5) << 16)
review = num(1) + some(num(11)) + text("Thiếu ảnh") + text("Trần Duyệt") + num(MS + 9) + num(77)
cells = items([num(1) + raw(text("Mộc A")), num(40) + raw(b"\xff\xff")])
image = (b"\x01" + ID[1] + b"\x00" + num(1 << 40) + num(77) + items([num(70), num(71)])
         + num(MS << 16) + author + text("Lê Bình") + NONE + cells + items([ID[2] + num((MS + 5) << 16)]) + some(review))
gone = (b"\x01" + ID[4] + b"\x02" + num(3) + num(78) + items([]) + num(MS << 16) + author
        + text("") + some(text("trùng")) + items([]) + items([]) + NONE)
verdicts = [num(0), num(1) + NONE, num(2), num(3) + num(18), num(4) + ID[5]]
abouts = [ID[6] + v + text("") + text("") + num(n) + num(0) for n, v in enumerate(verdicts)]
op = num(MS << 16) + b"\x01" + num(1) + raw(b"\x03xyz") + items([num(3) + ID[7] + raw(b"0901")])
foreign = ID[2] + num(9) + num(4) + ID[3] + text("An") + num(MS) + ID[1] + op
notice = num(MS) + text("Máy cũ gửi lần cuối hôm qua")
content = num(0) + items([image, gone]) + items(abouts) + items([foreign]) + items([notice])
kept = ID[1] + items([num(1), num(300)]) + b"\x01"
frame = (num(0) + num((MS + 20) << 16) + b"\x02" + num(MS) + num(12) + items([ID[8] + num(500)])
         + items([kept]) + raw(content))
record = (num(1) + num(77) + b"\x01" + num(5) + num(1) + num(6) + num(0) + NONE + cells
          + num(5) + some(author) + some(review) + num(1 << 40))

with open(__file__.replace("make_down_v1.py", "down-v1.txt"), "w") as out:
    for name, data in (("content", content), ("frame", frame), ("record", record)):
        print("==", name, file=out)
        for at in range(0, len(data), 32):
            print(data[at:at + 32].hex(), file=out)
