"""What several scripts here need, written by hand: the data key of store-v1 and its subkeys, XChaCha20,
and numbers as bincode writes them. None of sotay's own code.

Sealing needs the package `cryptography`.
"""

import hashlib
import struct

DATA_KEY = bytes(range(0x64, 0x84))  # that of store-v1
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
    """XChaCha20-Poly1305, with the nonce before it."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    inner = hchacha20(key, NONCE[:16])
    return NONCE + ChaCha20Poly1305(inner).encrypt(bytes(4) + NONCE[16:], plain, aad)


def u(n):
    """bincode standard: little endian, variable length."""
    if n < 251:
        return bytes([n])
    if n < 1 << 16:
        return b"\xfb" + struct.pack("<H", n)
    if n < 1 << 32:
        return b"\xfc" + struct.pack("<I", n)
    return b"\xfd" + struct.pack("<Q", n)
