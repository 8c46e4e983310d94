#!/usr/bin/env python3
"""Makes tests/golden/sealed-v1.txt without any of sotay's own code: an independent reading of the
layout in src/storage/crypto/sealed_file.rs. Run once for a released version; the file is never made
again.

Needs the package `cryptography`."""

import os

from by_hand import seal, subkey

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "sealed-v1.txt")
FILES = [
    ("enrolled", b"SOTAYEN2", "SOTAYEN1 và chứng nhận của một cán bộ"),
    ("columns", b"SOTAYCO2", "establishment\ttel ong chu\tcontact_phone\n"),
    ("values", b"SOTAYVA2", "establishment\ttype\tho sx\tho_kinh_doanh\n"),
    ("road", b"SOTAYRO2", "ssh://sotay@may-chu\n"),
]


with open(OUT, "w") as out:
    for name, magic, text in FILES:
        plain = text.encode()
        sealed = seal(subkey(b"device"), magic, plain)
        out.write(f"{name} {plain.hex()} {(magic + sealed).hex()}\n")
