#!/usr/bin/env python3
"""Makes tests/golden/attachment-v1 without any of sotay's own code: an independent reading of the
layout in src/storage/format/blob.rs. Run once for a released version; the file is never made again.

Needs the package `cryptography`."""

import hashlib
import os
import struct

from by_hand import seal, subkey

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "attachment-v1")
PLAIN = "Biên bản nghiệm thu cơ sở\n".encode()


total = hashlib.sha256(PLAIN).digest()
name = hashlib.sha256(subkey(b"index hash") + b"attachment" + total).digest()
head = b"SOTAYAT1" + name + struct.pack("<Q", len(PLAIN))
chunk = seal(subkey(b"blob"), head + struct.pack("<I", 0), PLAIN)
pieces = [
    ("magic", head[:8]),
    ("name: SHA-256(index-hash subkey, 'attachment', SHA-256 of the plain bytes)", head[8:40]),
    (f"plain length {len(PLAIN)}, u64 little endian", head[40:]),
    ("chunk 0: nonce", chunk[:24]),
    ("chunk 0: ciphertext", chunk[24:-16]),
    ("chunk 0: tag; additional data: the 48 bytes of the head, then 00000000", chunk[-16:]),
]
at = 0
lines = []
for words, piece in pieces:
    lines.append(f"== {at}: {words}")
    for row in range(0, len(piece), 16):
        lines.append(piece[row:row + 16].hex())
    at += len(piece)
os.makedirs(OUT, exist_ok=True)
with open(os.path.join(OUT, "sealed.txt"), "w") as out:
    out.write("\n".join(lines) + "\n")
