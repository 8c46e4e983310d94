"""Helpers of the measuring scripts: a temporary notebook, and records for it.

Needs Python 3.9 or later and a Unix. Every script takes the binary's path first.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

WORDS = ["Xưởng", "cưa", "Đại", "Thắng", "mộc", "Bình", "Minh", "lúa", "gạo", "chè", "Phú", "Thọ"]


def arguments(about, *more):
    """Each of `more` is (name, default, help)."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("sotay", help="the binary, for instance target/release/sotay")
    parser.add_argument("--dir", help="where the notebooks are made (a folder on the disk to measure)")
    for name, default, words in more:
        parser.add_argument("--" + name, type=type(default), default=default, help=f"{words} ({default})")
    found = parser.parse_args()
    found.sotay = os.path.abspath(found.sotay)
    return found


def workplace(args):
    return tempfile.TemporaryDirectory(prefix="sotay-bench-", dir=args.dir)


def command(args, data, *words):
    return [args.sotay, "--data", data, *words]


def run(args, data, *words, stdin=None):
    done = subprocess.run(command(args, data, *words), input=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"sotay {' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def init(args, data):
    run(args, data, "init", "--officer", "Nguyễn Thị Đo", "--unit", "Trung tâm khuyến công",
        "--province", "01", "--no-passphrase")


def filled(args, data):
    """A copy of `--notebook`, or otherwise a notebook with the given numbers of made-up records."""
    if args.notebook:
        shutil.copytree(args.notebook, data)
    else:
        # made-up records go to a separate notebook: an existing one would stay empty
        run(args, data, "demo", "--establishments", str(args.establishments),
            "--visits", str(args.visits), "--seed", "1")


def establishment(number):
    """Every required answer; the rules are those of `domain`, the names are made up."""
    name = " ".join(WORDS[(number * step) % len(WORDS)] for step in (1, 5, 7))
    return {"name": f"{name} {number}", "type": "dnnvv", "tax_none": "chưa cấp", "place": "00004",
            "craft_village": False, "sector": "a", "products": "bàn ghế", "workers": 12,
            "status": "dang_hoat_dong"}


def one_establishment(args, data):
    out = run(args, data, "add", "establishment", stdin=line(establishment(0)))
    return identifier(out.splitlines()[0])


def visit(number, place):
    """The officer is a default: the notebook's own."""
    words = " ".join(WORDS[(number + step) % len(WORDS)] for step in range(40))
    return {"establishment": place, "date": "2026-11-20", "purpose": "khao_sat",
            "observations": f"{number}: {words}", "operating": "dang_hoat_dong",
            "conclusion": "chua_ket_luan", "state": "nhap"}


def line(record):
    return json.dumps(record, ensure_ascii=False) + "\n"


def identifier(text):
    """`add` prints one id per line, possibly followed by words."""
    return text.split()[0] if text.split() else ""


def listed(args, data, kind):
    out = run(args, data, "list", kind, "--format", "json")
    return {json.loads(row)["id"] for row in out.splitlines() if row.strip()}


def problems(args, data, kind, acknowledged):
    """Sentences about what is wrong with a notebook that must hold `acknowledged`."""
    checked = subprocess.run(command(args, data, "verify"), capture_output=True, text=True)
    found = []
    if checked.returncode != 0:
        found.append(f"verify: exit {checked.returncode}: {checked.stderr.strip()}")
    try:
        lost = set(acknowledged) - listed(args, data, kind)
    except (SystemExit, ValueError, KeyError) as fault:
        return found + [f"list: {fault}"]
    if lost:
        found.append(f"{len(lost)} acknowledged records lost, for instance {sorted(lost)[0]}")
    return found
