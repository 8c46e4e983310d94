#!/usr/bin/env python3
"""Makes tests/golden/recovery-v1.txt without any of sotay's own code: an independent reading of
src/storage/crypto/slot.rs and src/sync/recovery.rs. Run once for a released version; the file is never
made again.

Needs the package `cryptography`; HPKE (RFC 9180, base mode, X25519, HKDF-SHA256, ChaCha20-Poly1305)
is written out here by hand."""

import hashlib
import hmac
import os
import struct

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from by_hand import DATA_KEY, u

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recovery-v1.txt")
DEVICE = bytes(range(0x10, 0x20))
HQ = bytes([7] * 32)
ONE_TIME = bytes([9] * 32)
CREATED = 1_795_000_000_000

KEM = b"KEM\x00\x20"
SUITE = b"HPKE\x00\x20\x00\x01\x00\x03"


def extract(suite, salt, label, ikm):
    return hmac.new(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, hashlib.sha256).digest()


def expand(suite, prk, label, info, length):
    info = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    out, block, n = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + info + bytes([n]), hashlib.sha256).digest()
        out, n = out + block, n + 1
    return out[:length]


def public(secret):
    key = X25519PrivateKey.from_private_bytes(secret).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def seal(to, info, aad, plain, ephemeral):
    enc = public(ephemeral)
    dh = X25519PrivateKey.from_private_bytes(ephemeral).exchange(
        X25519PublicKey.from_public_bytes(to))
    shared = expand(KEM, extract(KEM, b"", b"eae_prk", dh), b"shared_secret", enc + to, 32)
    context = (b"\x00" + extract(SUITE, b"", b"psk_id_hash", b"")
               + extract(SUITE, b"", b"info_hash", info))
    secret = extract(SUITE, shared, b"secret", b"")
    key = expand(SUITE, secret, b"key", context, 32)
    nonce = expand(SUITE, secret, b"base_nonce", context, 12)
    return enc, ChaCha20Poly1305(key).encrypt(nonce, plain, aad)


data_id = hashlib.sha256(b"sotay key id" + DATA_KEY).digest()[:8]
hq_id = hashlib.sha256(public(HQ)).digest()[:8]
enc, sealed = seal(public(HQ), b"sotay recovery slot", DEVICE + data_id, DATA_KEY, bytes([5] * 32))
slot = b"\x03" + hq_id + enc + sealed + bytes(12)
assert len(slot) == 101
request = (b"SOTAYRC1" + u(0) + DEVICE + u(struct.unpack("<Q", data_id)[0]) + u(len(slot)) + slot
           + public(ONE_TIME) + u(CREATED))
enc, sealed = seal(public(ONE_TIME), b"sotay recovery answer", hashlib.sha256(request).digest(),
                   DATA_KEY, bytes([6] * 32))
answer = b"SOTAYRA1" + enc + sealed
waiting = b"SOTAYRS1" + struct.pack("<Q", 3) + ONE_TIME + request
with open(OUT, "w") as out:
    for name, raw in [("slot", slot), ("request", request), ("answer", answer), ("waiting", waiting)]:
        out.write(f"{name} {raw.hex()}\n")
