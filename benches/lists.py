#!/usr/bin/env python3
"""Large and faulty lists: a workbook of 16 million styled cells, read with its progress, and the
preview of 10,000 rows with 3,000 problems.
"""

import os
import subprocess
import zipfile

import common
import files

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def styled(path, cells):
    """A list of three rows in a sheet with a style in every cell."""
    def text(place, words):
        return f'<c r="{place}" s="1" t="inlineStr"><is><t>{words}</t></is></c>'
    columns = 16
    letters = [chr(ord("A") + at) for at in range(columns)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        book.writestr("[Content_Types].xml", TYPES)
        book.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="b" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="DS" sheetId="1" r:id="s"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}"><Relationship Id="s" Type="{OFFICE}/worksheet" Target="worksheets/s.xml"/><Relationship Id="y" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>')
        book.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><fonts><font/></fonts><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>')
        with book.open("xl/worksheets/s.xml", "w") as sheet:
            head = "".join(text(f"{c}1", words) for c, words in zip(letters, ("Tên cơ sở", "Xã", "Số lao động")))
            sheet.write(f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{head}</row>'.encode())
            for n in (2, 3, 4):
                row = text(f"A{n}", f"Mộc {n}") + text(f"B{n}", "Xã Phong Quang") + text(f"C{n}", n)
                sheet.write(f'<row r="{n}">{row}</row>'.encode())
            block = []
            for n in range(5, 5 + cells // columns):
                block.append(f'<row r="{n}">' + "".join(f'<c r="{c}{n}" s="1"/>' for c in letters) + "</row>")
                if len(block) == 4096:
                    sheet.write("".join(block).encode())
                    block = []
            sheet.write("".join(block).encode() + b"</sheetData></worksheet>")


def faulty(path, rows, problems):
    """Every kind of row in turn, so that exactly this many rows have a problem."""
    wrong = ("{n};Xã Phong Quang;nhiều;0912345678;0100109106", "{n};Xã Nowhere;5;0912345678;",
             "{n};Xã Phong Quang;5;hỏi sau;", "{n};Xã Phong Quang;5;0912345678;123", ";Xã Phong Quang;5;0912345678;")
    with open(path, "w", encoding="utf-8") as out:
        out.write("Tên cơ sở;Xã;Số lao động;Điện thoại;Mã số thuế\n")
        for n in range(rows):
            bad = n * problems // rows != (n + 1) * problems // rows
            row = wrong[n % len(wrong)] if bad else "{n};01849;5;09123{n:05};"
            out.write(row.replace("{n};", f"Mộc {n};", 1).replace("{n:05}", f"{n:05}") + "\n")


def lines(args, data, *words):
    done = subprocess.run(common.command(args, data, *words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    return done.stderr.count(b"\n")


def main():
    args = common.arguments(__doc__, ("cells", 16_000_000, "styled cells"), ("rows", 10_000, "rows of the faulty list"),
                            ("problems", 3_000, "faulty rows"))
    with common.workplace(args) as folder:
        data, book, list_file = (f"{folder}/{name}" for name in ("notebook", "styled.xlsx", "faulty.csv"))
        common.init(args, data)
        styled(book, args.cells)
        found = files.measured(args, data, "import", "establishment", book)
        files.show(f"{args.cells} styled cells", found, os.path.getsize(book))
        faulty(list_file, args.rows, args.problems)
        out = f"{folder}/problems.xlsx"
        shown = lines(args, data, "import", "establishment", list_file, "--dry-run", "--problems", out)
        print(f"{args.rows} rows with {args.problems} problems: {shown} lines of preview, file {os.path.getsize(out) / 2 ** 20:.1f} MiB")


if __name__ == "__main__":
    main()
