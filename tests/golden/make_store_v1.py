#!/usr/bin/env python3
"""Makes tests/golden/store-v1 without any of sotay's own code: an independent reading of
store.md and sync.md. Run once for a released version; the files are never made again.

Needs the package `cryptography`. A zstd frame of one raw block is written out here by hand."""

import hashlib
import os
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from by_hand import DATA_KEY, hchacha20, subkey, u

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "store-v1")


def H(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# --- bincode standard: little endian, variable length integers -------------------------------

def i(n):
    return u(2 * n if n >= 0 else -2 * n - 1)


class Bytes:
    """Bytes with a comment for each piece."""

    def __init__(self):
        self.pieces = []

    def add(self, raw, note):
        self.pieces.append((raw, note))
        return self

    def raw(self):
        return b"".join(p for p, _ in self.pieces)

    def u8(self, n, note):
        return self.add(bytes([n]), f"{note} = {n}")

    def u(self, n, note):
        return self.add(u(n), f"{note} = {n}")

    def i(self, n, note):
        return self.add(i(n), f"{note} = {n}")

    def bool(self, yes, note):
        return self.add(bytes([yes]), f"{note} = {'yes' if yes else 'no'}")

    def text(self, text, note):
        raw = text.encode()
        self.add(u(len(raw)), f"{note}: length {len(raw)}")
        return self.add(raw, f"  '{text}'") if raw else self

    def bytes(self, raw, note):
        self.add(u(len(raw)), f"{note}: length {len(raw)}")
        return self.add(raw, "  the bytes") if raw else self

    def fixed(self, raw, note):
        return self.add(raw, f"{note}, {len(raw)} bytes as they are")

    def nested(self, inner, note):
        """Length, then another listing."""
        self.add(u(len(inner.raw())), f"{note}: length {len(inner.raw())}")
        self.pieces += [(p, "  " + n) for p, n in inner.pieces]
        return self

    def count(self, n, note):
        return self.add(u(n), f"{note}: {n} of them")

    def some(self, note):
        return self.add(b"\x01", f"{note}: there is one")

    def none(self, note):
        return self.add(b"\x00", f"{note}: none")

    def variant(self, n, note):
        return self.add(u(n), f"variant {n} {note}")


def ident(n):
    return bytes([n]) * 16


wire = []


def entry(name, b):
    wire.append((name, b))
    return b


# --- values ---------------------------------------------------------------------------------

def date(b, year, month, day, note):
    return b.i(year, f"{note}: year").u8(month, "  month").u8(day, "  day")


TEXT = entry("value text", Bytes().text("Xưởng cưa", "text")).raw()
entry("value text long", Bytes().text("a" * 251, "text of 251 bytes, length in three"))
entry("value int", Bytes().i(1_500_000_000, "int"))
entry("value int negative", Bytes().i(-3, "int"))
entry("value decimal", Bytes().i(10_123_400, "millionths"))
entry("value date", date(Bytes(), 2026, 11, 22, "date"))
entry("value bool", Bytes().bool(1, "yes/no"))
entry("value choice", Bytes().text("chot", "choice"))
entry("value many", Bytes().count(2, "choices").text("a", "first").text("bc", "second"))
entry("value link", Bytes().fixed(ident(0x11), "id"))
entry("value links", Bytes().count(2, "ids").fixed(ident(0x11), "id").fixed(ident(0x22), "id"))
b = Bytes().text("00166", "commune").text("Phường Cầu Giấy", "name")
entry("value place", date(b, 2025, 7, 1, "day"))
row = Bytes().count(1, "rows").fixed(ident(0x33), "row id").count(2, "cells")
row.u(1, "column").nested(Bytes().text("Máy tiện", "text"), "value")
row.u(2, "column").nested(Bytes().i(12, "int"), "value")
entry("value lines", row)

# --- bodies of ops -----------------------------------------------------------------------------

SALT = bytes(range(16))
PHONE = Bytes().text("0901234567", "phone").raw()
SALTED = H(SALT, PHONE)

put = Bytes().u8(1, "tag Put").u8(1, "kind").fixed(ident(0xE1), "entity").u8(0, "origin officer")
put.count(2, "fields")
put.u(1, "field number").variant(0, "plain").nested(Bytes().text("Xưởng cưa", "text"), "value")
put.u(300, "field number").variant(2, "salted").fixed(SALTED, "H(salt, value)")
entry("body put", put)

patch = Bytes().u8(2, "tag Patch").fixed(ident(0xE1), "entity").u(0x0102030405060708, "base")
patch.count(2, "fields")
patch.u(1, "field number").variant(0, "plain").nested(Bytes().text("B", "text"), "value")
patch.u(0x8899AABB, "old hash")
patch.u(300, "field number").variant(1, "emptied").u(0, "old hash")
entry("body patch", patch)

delete = Bytes().u8(3, "tag Del").fixed(ident(0xE1), "entity").u(5, "base").text("trùng", "reason")
entry("body del", delete)
restore = Bytes().u8(4, "tag Restore").fixed(ident(0xE1), "entity").u(6, "base")
entry("body restore", restore)
epoch_op = Bytes().u8(5, "tag Epoch").u(0x1122334455667788, "old epoch").u(3, "old seq")
epoch_op.text("backup", "reason")
entry("body epoch", epoch_op)
unknown = Bytes().u8(200, "a tag of a later version").fixed(b"\xde\xad\xbe\xef", "whatever it says")
entry("body unknown", unknown)

# --- frames ------------------------------------------------------------------------------------

DRAFT = ident(0xD1)


def one_op(b, hlc, ver, body, beside):
    b.u(hlc, "op: hlc").u8(0, "wall flag").u(ver, "ver").nested(body, "body")
    b.count(len(beside), "values beside it")
    for no, salt, raw in beside:
        b.u(no, "field number").fixed(salt, "salt").bytes(raw, "value")
    return b


def ops_frame(ends, ops):
    b = Bytes().variant(0, "V1")
    if ends:
        b.some("draft that ends").fixed(ends, "its id")
    else:
        b.none("draft that ends")
    b.count(len(ops), "ops")
    for op in ops:
        one_op(b, *op)
    return b


MS = 1_795_000_000_000  # a day in November 2026
HLC = [0, (MS << 16), (MS << 16) + 1, ((MS + 1000) << 16), ((MS + 2000) << 16)]
BESIDE = [(300, SALT, PHONE)]
first_ops = ops_frame(None, [(HLC[1], 1, put, BESIDE)])
entry("frame ops", first_ops)
second_ops = ops_frame(DRAFT, [(HLC[2], 1, patch, []), (HLC[3], 1, delete, [])])
entry("frame ops ending a draft", second_ops)
erased_ops = ops_frame(None, [(HLC[4], 1, put, [])])
entry("frame ops with an erased value", erased_ops)

draft = Bytes().variant(0, "V1").fixed(DRAFT, "draft").u(0, "number in the draft").bool(1, "full")
draft.u8(2, "kind").u(3, "form version").some("edits").fixed(ident(0xE1), "record").u(7, "base")
draft.count(2, "fields").u(1, "number").some("value").bytes(TEXT, "value")
draft.u(2, "number").none("value")
draft.count(1, "typed texts").u(9, "field").some("cell").fixed(ident(0x33), "row").u(2, "column")
draft.text("12,", "text").u(3, "cursor")
draft.some("cursor's field").u(9, "field").none("cell").u(MS, "changed")
entry("frame draft", draft)
small_draft = Bytes().variant(0, "V1").fixed(DRAFT, "draft").u(1, "number in the draft")
small_draft.bool(0, "full").u8(2, "kind").u(3, "form version").none("edits").count(0, "fields")
small_draft.count(0, "typed texts").none("cursor's field").u(MS + 5, "changed")
entry("frame draft small", small_draft)


def checkpoint(b, applied, link, seq, chain, hlc):
    b.u(applied, "applied frame").fixed(link, "its link").u(seq, "seq").fixed(chain, "op chain")
    return b.u(hlc, "hlc")


check = checkpoint(Bytes().u8(1, "tag Checkpoint"), 9, bytes([9]) * 32, 3, bytes([8]) * 32, 77)
entry("mark checkpoint", check)
closed = Bytes().u8(2, "tag Closed").fixed(bytes([4]) * 16, "boot id")
entry("mark closed", checkpoint(closed, 9, bytes([9]) * 32, 3, bytes([8]) * 32, 77))
hidden = entry("mark draft hidden", Bytes().u8(3, "tag DraftHidden").fixed(DRAFT, "draft"))
entry("mark draft shown", Bytes().u8(4, "tag DraftShown").fixed(DRAFT, "draft"))
entry("mark draft ended", Bytes().u8(5, "tag DraftEnded").fixed(DRAFT, "draft"))
recut = Bytes().u8(6, "tag Recut").u(4, "file").fixed(bytes([7]) * 32, "its last link")
recut.count(1, "gaps").u(10, "from").u(300, "to")
entry("mark recut", recut)
entry("mark unknown", Bytes().u8(250, "a tag of a later version").fixed(b"\x01\x02", "its bytes"))

record = Bytes().variant(0, "V1").u(0x0102030405060708, "head").u8(1, "origin import")
record.u(HLC[1], "created: hlc").u(1, "seq").u(HLC[3], "changed: hlc").u(3, "seq")
record.some("deleted").text("trùng", "reason").count(2, "fields")
record.u(1, "number").nested(Bytes().text("Xưởng cưa", "text"), "value")
record.u(999, "number").bytes(b"\xff\xff", "value of a field that this version lacks")
entry("record", record)

# --- seals ---------------------------------------------------------------------------------------

def seal(domain, aad, plain, n):
    """nonce, ciphertext, tag; `n` makes the nonce"""
    nonce = H(b"golden nonce", struct.pack("<I", n))[:24]
    key = hchacha20(subkey(domain), nonce[:16])
    return nonce + ChaCha20Poly1305(key).encrypt(b"\0" * 4 + nonce[16:], plain, aad)


def zstd_raw(plain):
    """One zstd frame of one raw block: single segment, content size stated, no checksum."""
    if len(plain) < 256:
        head = b"\x20" + bytes([len(plain)])
    else:
        head = b"\x60" + struct.pack("<H", len(plain) - 256)
    block = struct.pack("<I", 1 | len(plain) << 3)[:3]
    return b"\x28\xb5\x2f\xfd" + head + block + plain


# --- key, device -----------------------------------------------------------------------------------

key_file = b"SOTAYKY1" + bytes([1])
key_file += bytes([0]) + bytes(12 + 16 + 24) + DATA_KEY + H(b"sotay plain", DATA_KEY)[:16]
key_file += H(key_file)
KEY_ID = H(b"sotay key id", DATA_KEY)[:8]

SECRET = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes(
    Encoding.Raw, PublicFormat.Raw)
DEVICE = H(PUBLIC)[:16]
EPOCH = 0x1122334455667788
OFFICER = ident(0x0F)
device = Bytes().fixed(SECRET, "secret").fixed(OFFICER, "officer").u(EPOCH, "epoch")
entry("device", device)
device_file = b"SOTAYDV1" + seal(b"device", b"SOTAYDV1", device.raw(), 1000)

record_head = struct.pack("<H", 1) + b"\0"
record_aad = b"rec" + bytes([1]) + ident(0xE1) + record_head
record_file = record_head + seal(b"state", record_aad, zstd_raw(record.raw()), 1001)

# --- the journal -------------------------------------------------------------------------------------


def header(epoch, from_seq, base_chain, created, enc, file_no, first):
    h = b"SOTAYJN1" + bytes([1, 0, 2, 1]) + struct.pack("<I", 0) + DEVICE
    h += struct.pack("<QQ", epoch, from_seq) + base_chain + struct.pack("<IHH", 0, 1, 1)
    h += struct.pack("<Q", created) + KEY_ID + enc + struct.pack("<QQ", file_no, first)
    assert len(h) == 152
    return h


class File:
    def __init__(self, head):
        self.raw, self.link = head, H(head)

    def frame(self, no, ty, n, first, plain, packed=False):
        stored = zstd_raw(plain) if packed else plain
        flags = 4 | (1 if packed else 0)
        head = b"SFR1" + struct.pack("<IBBHIQQ", len(stored) + 40, ty, flags, n, len(plain), no, first)
        assert len(head) == 32
        body = seal(b"journal", head + self.link, stored, no)
        self.link = H(self.link, head, body)
        self.raw += head + body + self.link


def opid(hlc, ver, body):
    return H(b"sotay op", DEVICE, struct.pack("<QH", hlc, ver), body.raw())[:16]


def chained(chain, hlc, ver, body, seq):
    return H(chain, opid(hlc, ver, body), struct.pack("<Q", seq))


c0 = H(b"sotay", DEVICE, struct.pack("<Q", EPOCH))
c1 = chained(c0, HLC[1], 1, put, 1)
c2 = chained(c1, HLC[2], 1, patch, 2)
c3 = chained(c2, HLC[3], 1, delete, 3)
c4 = chained(c3, HLC[4], 1, put, 4)

one = File(header(EPOCH, 1, c0, 0, bytes(32), 1, 1))
start = checkpoint(Bytes().u8(1, "tag"), 0, bytes(32), 0, c0, 0)
one.frame(1, 5, 1, 0, start.raw())
one.frame(2, 1, 1, 1, first_ops.raw() + c1, packed=True)
one.frame(3, 2, 1, 0, draft.raw())
one.frame(4, 2, 1, 0, small_draft.raw())
one.frame(5, 1, 2, 2, second_ops.raw() + c3)

two = File(header(EPOCH, 4, c3, HLC[3], one.link, 2, 6))
two.frame(6, 5, 1, 0, hidden.raw())
two.frame(7, 1, 1, 4, erased_ops.raw() + c4)
two.frame(8, 99, 1, 0, b"from a later version")
old_link = two.link

EPOCH2 = 0x99
three_ops = ops_frame(None, [(HLC[4] + 1, 1, epoch_op, []), (HLC[4] + 2, 7, unknown, [])])
d0 = H(b"sotay", DEVICE, struct.pack("<Q", EPOCH2))
d1 = chained(d0, HLC[4] + 1, 1, epoch_op, 1)
d2 = chained(d1, HLC[4] + 2, 7, unknown, 2)
three = File(header(EPOCH2, 1, d0, HLC[4], two.link, 3, 9))
three.frame(9, 1, 2, 1, three_ops.raw() + d2)
three.raw += bytes(500)

listing = f"""\
1 mark checkpoint
2 ops epoch {EPOCH:016x} seq 1 {opid(HLC[1], 1, put).hex()}
3 draft no 0 full 2 fields 1 typed
4 draft no 1 part 0 fields 0 typed
5 ops epoch {EPOCH:016x} seq 2 {opid(HLC[2], 1, patch).hex()} seq 3 {opid(HLC[3], 1, delete).hex()} ends {DRAFT.hex()}
6 mark draft hidden
7 ops epoch {EPOCH:016x} seq 4 {opid(HLC[4], 1, put).hex()}
8 type 99 '{b"from a later version".decode()}'
9 ops epoch {EPOCH2:016x} seq 1 {opid(HLC[4] + 1, 1, epoch_op).hex()} seq 2 {opid(HLC[4] + 2, 7, unknown).hex()}
chain {d2.hex()}
device {DEVICE.hex()}
"""

# --- files -------------------------------------------------------------------------------------------


def hex_lines(raw):
    return "\n".join(raw[at:at + 32].hex() for at in range(0, len(raw), 32)) + "\n"


def write(name, text):
    with open(os.path.join(OUT, name), "w", encoding="utf-8", newline="\n") as f:
        f.write(text)


os.makedirs(OUT, exist_ok=True)
text = "Every wire type of version 1, byte by byte. Hex on the left, meaning on the right.\n"
for name, b in wire:
    text += f"\n== {name}\n"
    at = 0
    for raw, note in b.pieces:
        shown = [raw[k:k + 16].hex() for k in range(0, len(raw), 16)]
        text += f"{at:4}  {shown[0]:32}  {note}\n"
        text += "".join(f"      {s:32}  \n" for s in shown[1:])
        at += len(raw)
write("wire.txt", text)
write("key.hex", hex_lines(key_file))
write("device.hex", hex_lines(device_file))
write("record.hex", hex_lines(record_file))
for n, f in enumerate([one, two, three], 1):
    write(f"journal-{n}.hex", hex_lines(f.raw))
write("notebook.txt", listing)
