#!/usr/bin/env python3
"""Makes tests/golden/sealed-v1.txt without any of sotay's own code: an independent reading of the
layout in src/storage/crypto/sealed_file.rs. Run once for a released version; the file is never made
again.

Needs the package `cryptography`; XChaCha20 is written out here by hand."""

import hashlib
import os
import struct

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sealed-v1.txt")
DATA_KEY = bytes(range(0x64, 0x84))  # that of store-v1
NONCE = bytes(range(0xa0, 0xa0 + 24))
FILES = [
    ("enrolled", b"SOTAYEN2", "SOTAYEN1 và chứng nhận của một cán bộ"),
    ("columns", b"SOTAYCO2", "establishment\ttel ong chu\tcontact_phone\n"),
    ("values", b"SOTAYVA2", "establishment\ttype\tho sx\tho_kinh_doanh\n"),
    ("road", b"SOTAYRO2", "ssh://sotay@may-chu\n"),
]


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


def seal(aad, plain):
    inner = hchacha20(subkey(b"device"), NONCE[:16])
    return NONCE + ChaCha20Poly1305(inner).encrypt(bytes(4) + NONCE[16:], plain, aad)


with open(OUT, "w") as out:
    for name, magic, text in FILES:
        plain = text.encode()
        out.write(f"{name} {plain.hex()} {(magic + seal(magic, plain)).hex()}\n")
