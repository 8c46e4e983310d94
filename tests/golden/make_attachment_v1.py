#!/usr/bin/env python3
"""Makes tests/golden/attachment-v1 without any of sotay's own code: an independent reading of the
layout in src/storage/format/blob.rs. Run once for a released version; the file is never made again.

Needs the package `cryptography`; XChaCha20 is written out here by hand."""

import hashlib
import os
import struct

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "attachment-v1")
DATA_KEY = bytes(range(0x64, 0x84))  # that of store-v1
PLAIN = "Biên bản nghiệm thu cơ sở\n".encode()
NONCE = bytes(range(0xa0, 0xa0 + 24))


def subkey(name):
    return hashlib.sha256(DATA_KEY + b"sotay subkey " + name).digest()


def rotl(x, n):
    return ((x << n) | (x >> (32 - n))) & 0xffffffff


def quarter(s, a, b, c, d):
    for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & 0xffffffff
        s[z] = rotl(s[z] ^ s[x], n)


def hchacha20(key, nonce16):
    s = list(struct.unpack("<16I", b"expand 32-byte k" + key + nonce16))
    for _ in range(10):
        for column in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)):
            quarter(s, *column)
        for diagonal in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(s, *diagonal)
    return struct.pack("<8I", *s[:4], *s[12:])


def seal(key, aad, plain):
    inner = hchacha20(key, NONCE[:16])
    return NONCE + ChaCha20Poly1305(inner).encrypt(bytes(4) + NONCE[16:], plain, aad)


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
