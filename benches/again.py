#!/usr/bin/env python3
"""Computes the figures of `sotay report` a second time, from the exported records alone.

For each seed a notebook is filled with made-up records, and harder ones are added. Every row and
column of its reports, for several periods, for the whole country and for two provinces, is then
computed here from the output of `sotay list KIND --format json`, by the rules as the report words
them, and compared with the report: the value, part and base of a share, the total of the year
before, and the growth since. Only these records and the list of communes come from the program.

Each figure that differs is printed. The last lines say how many figures were compared, and which
rows were not. The exit code is 1 if any differs.

Not covered: deleted and incomplete records are not exported, nor are earlier places of an
establishment that moved. Targets, the records of a figure, and words are not compared.

Needs Python 3.9 or later and nothing else. Every script here takes the binary's path first.
"""

import argparse
import collections
import csv
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
from fractions import Fraction

COMMUNES = pathlib.Path(__file__).resolve().parent.parent / "src/programme/reference/admin-2025.tsv"
KINDS = ["establishment", "visit", "task", "project", "model", "measurement", "training", "employment", "fair", "event",
         "product", "honour", "selection_round", "value_chain", "coordinated_support", "intl_lead", "priority_place",
         "reported_figure"]

NATIONAL, LOCAL, NEITHER, TOTAL = COLUMNS = ["quoc_gia", "dia_phuong", "khong_qua_de_an", "tong"]
BOTH = "ket_hop"
SOURCES = ["fund_national", "fund_local", "own_capital", "loan", "other_funds"]

# Activities that bring machines, a line or a technology.
INSTALLING = {"ung_dung_may_moc", "day_chuyen_cong_nghe", "chuyen_giao_cong_nghe"}

# Figures measured before and after: resources (I7) and competitiveness (I8). Those that add up
# within one unit are summed before the change is computed; for the others, the mean of the single
# changes is used.
RESOURCES = {"ty_le_loi", "dien", "nhien_lieu", "nuoc", "nguyen_lieu", "dien_sp", "chat_thai", "nuoc_thai", "bui",
             "tieng_on"}
COMPETITIVENESS = {"cong_suat", "san_luong", "nang_suat", "lao_dong", "lao_dong_nu", "thu_nhap", "doanh_thu",
                   "xuat_khau", "gia_thanh"}
ADDING_UP = {"cong_suat", "san_luong", "lao_dong", "lao_dong_nu", "doanh_thu", "xuat_khau", "dien", "nhien_lieu",
             "nuoc", "chat_thai", "nuoc_thai"}
PLACE_CLASSES = ["vung_cao", "ngheo", "ntm", "kho_khan", "dac_biet_kho_khan"]
PRODUCTIVITY, GAIN = "nang_suat", 10


# --- days -----------------------------------------------------------------------------------------

def day(text):
    return datetime.date.fromisoformat(text) if text else None


def last_of_month(year, month):
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def a_year_before(date, years=1):
    try:
        return date.replace(year=date.year - years)
    except ValueError:  # 29 February
        return date.replace(year=date.year - years, day=28)


def days_of(period):
    """First and last day of 2026, 2026-H1, 2026-9M, 2026-Q3, 2026-09 or 2021..2025."""
    if ".." in period:
        first, last = period.split("..")
        return datetime.date(int(first), 1, 1), datetime.date(int(last), 12, 31)
    year, _, part = period.partition("-")
    if part.endswith("M"):
        return datetime.date(int(year), 1, 1), last_of_month(int(year), int(part[:-1]))
    months = 12 if not part else {"H": 6, "Q": 3}.get(part[0], 1)
    number = 1 if not part else int(part.lstrip("HQ"))
    return datetime.date(int(year), (number - 1) * months + 1, 1), last_of_month(int(year), number * months)


# --- the records ----------------------------------------------------------------------------------

Help = collections.namedtuple("Help", "day establishment fund whole record")
Pair = collections.namedtuple("Pair", "changes model project establishment fund")


def exact(value):
    return Fraction(str(value)) if value is not None else Fraction(0)


def refused_or_open(project):
    """Failed, stopped, recalled, not approved, or without a conclusion: no result."""
    return project["stage"] in ("ngung", "khong_duyet") or project.get("acceptance") in ("khong_dat", "chua_ket_luan")


def failed(project):
    return project["stage"] == "ngung" or project.get("acceptance") == "khong_dat"


def installs(project):
    return bool(INSTALLING & {project["kind"], *project.get("other_kinds", [])})


class Book:
    """The records of a notebook by kind, and lookups over several of them."""

    def __init__(self, records, provinces, today):
        self.kinds, self.provinces, self.today = records, provinces, today
        self.by_id = {record["id"]: record for kind in records.values() for record in kind}
        self.helps = sorted(self.all_helps(), key=lambda help: help.day)

    def all(self, kind):
        return self.kinds[kind]

    def establishment(self, id):
        """None if it is not in the notebook, or not any more."""
        return self.by_id.get(id)

    def commune(self, *ids):
        """The commune of the first of these establishments that has one."""
        for id in ids:
            if id:
                return (self.establishment(id) or {}).get("place")

    def main_provinces(self):
        """The two provinces with most establishments."""
        found = collections.Counter(self.provinces.get(one.get("place")) for one in self.all("establishment"))
        return [province for province, _ in found.most_common(2)]

    def project(self, record):
        return self.by_id.get(record.get("project"))

    def project_commune(self, project):
        rows = project.get("beneficiaries", [])
        return project.get("place") or (self.commune(rows[0].get("establishment")) if rows else None)

    def class_commune(self, one):
        return self.commune(one.get("establishment")) or one.get("place")

    def with_result(self, record):
        """A model without a đề án cannot have failed."""
        project = self.project(record)
        return not (project and refused_or_open(project))

    def product(self, honour):
        return self.by_id.get(honour["product"])

    def honour_commune(self, honour):
        return self.commune((self.product(honour) or {}).get("establishment"))

    def beneficiaries(self):
        """Each with its day of acceptance, or else that of the đề án."""
        for project in self.all("project"):
            if not refused_or_open(project):
                for row in project.get("beneficiaries", []):
                    yield project, row, row.get("accepted") or project.get("accepted")

    def all_helps(self):
        """Every time an establishment was supported; `whole` is the đề án, or the single
        support."""
        found = []
        for project, row, accepted in self.beneficiaries():
            found.append((accepted, row["establishment"], project["fund_level"], project["id"], project))
        for model in self.all("model"):
            if self.with_result(model):
                found.append((model.get("accepted"), model["establishment"], model["fund_level"], None, model))
        for kind, date, others in (("training", "cert_date", "others"), ("fair", "date_to", "sharers")):
            for one in self.all(kind):
                for establishment in [one.get("establishment"), *(row["establishment"] for row in one.get(others, []))]:
                    found.append((one.get(date), establishment, one["fund_level"], None, one))
        for support in self.all("coordinated_support"):
            if support["state"] == "duoc_duyet":
                found.append((support.get("decided_date"), support["establishment"], None, None, support))
        for date, establishment, fund, whole, record in found:
            if date and self.establishment(establishment):
                yield Help(day(date), establishment, fund, whole or record.get("project") or record["id"], record)

    def pairs(self, first, last):
        """The figures before the support, and the latest ones after it that end in these days, for
        each figure, unit and kind of period. A measurement is of a model, or of a đề án at an
        establishment."""
        subjects = collections.defaultdict(list)
        for measured in self.all("measurement"):
            subjects[measured.get("model") or (measured["project"], measured["establishment"])].append(measured)
        for subject, found in subjects.items():
            model = self.by_id.get(found[0].get("model"))
            project = self.by_id.get((model or found[0]).get("project"))
            if project and refused_or_open(project):  # as elsewhere; the rules of I7 and I8 omit it
                continue
            befores = [one for one in found if one["phase"] == "truoc"]
            if model and project and not befores:  # measured for the đề án before it had this model
                befores = [one for one in subjects.get((project["id"], model["establishment"]), [])
                           if one["phase"] == "truoc"]
            afters = [one for one in found if one["phase"] != "truoc"
                      and first <= day(one["period_to"]) <= min(last, self.today)]
            before, after = latest_figures(befores), latest_figures(afters)
            changes = {key[:2]: (before[key], after[key]) for key in before if key in after}
            if changes:
                yield Pair(changes, model, project, found[0]["establishment"], (model or project)["fund_level"])


def latest_figures(measurements):
    """By figure, unit and kind of period; periods of any other kind must have equal length."""
    found = {}
    for one in sorted(measurements, key=lambda one: (one["period_to"], one["id"])):
        kind = one["period_kind"]
        if kind == "khac":
            kind = day(one["period_to"]) - day(one["period_from"])
        for line in one["lines"]:  # the middle, if only a range is known
            middle = (exact(line["value"]) + exact(line.get("value_to", line["value"]))) / 2
            found[line["indicator"], line["unit"], kind] = middle
    return found


def percent(before, after):
    return (after - before) / before * 100


def productivity(pair):
    return [percent(*values) for (name, _), values in pair.changes.items() if name == PRODUCTIVITY and values[0]]


# --- one cell -------------------------------------------------------------------------------------

class Share:
    """A part of a base, times 100 for percent; `change` for the part's growth over its base."""

    def __init__(self, part, base, times=100, change=False):
        self.part, self.base = Fraction(part), Fraction(base)
        self.value = (self.part - (self.base if change else 0)) / self.base * times if self.base else None


class Cell:
    """What counts in these days, at this place and in this column."""

    def __init__(self, book, first, last, lasts, province, column):
        self.book, self.first, self.last, self.lasts = book, first, last, lasts
        self.province, self.column = province, column
        self.until = min(last, book.today)

    def in_days(self, text):
        """Nothing counts before its day."""
        return bool(text) and self.first <= day(text) <= self.until

    def here(self, commune):
        return not self.province or self.book.provinces.get(commune) == self.province

    def home(self, id):
        return self.here(self.book.commune(id))

    def district(self, id):
        """The province, for the country; the commune, for a province."""
        commune = self.book.commune(id)
        return commune if self.province else self.book.provinces.get(commune)

    def fund(self, level):
        """What both funds paid is in both columns, and once in the total."""
        return self.column in {NATIONAL: (NATIONAL, TOTAL), LOCAL: (LOCAL, TOTAL), BOTH: (NATIONAL, LOCAL, TOTAL),
                               None: (NEITHER, TOTAL)}[level]

    def fund_alone(self, level):
        """What both funds paid is only in the total."""
        return self.fund(level) and (level != BOTH or self.column == TOTAL)

    def money(self, records, *sources):
        """The columns have the money of their fund; own capital, loans and others are only in the
        total."""
        own = {NATIONAL: ["fund_national"], LOCAL: ["fund_local"], NEITHER: [], TOTAL: SOURCES}[self.column]
        return sum(record.get(source, 0) for record in records for source in own if source in (sources or SOURCES))

    def booths(self, fairs):
        """Of the support at a fair only the fund is known."""
        return sum(fair.get("support", 0) for fair in fairs if self.fund_alone(fair["fund_level"]))

    # what counts, by kind

    def chosen(self, kind, date, commune):
        return [one for one in self.book.all(kind) if self.in_days(one.get(date)) and self.fund(one["fund_level"])
                and self.here(commune(one))]

    def classes(self):
        return self.chosen("training", "cert_date", self.book.class_commune)

    def events(self):
        return self.chosen("event", "date_to", lambda one: one["place"])

    def rounds(self):
        return self.chosen("selection_round", "decision_date", lambda one: one["place"])

    def participations(self):
        """Each fair with each establishment that took part, and that establishment's sales
        there."""
        for fair in self.book.all("fair"):
            if self.in_days(fair["date_to"]) and self.fund(fair["fund_level"]):
                for row in [fair, *fair.get("sharers", [])]:
                    if self.home(row["establishment"]):
                        yield fair, row

    def projects(self, fits=lambda project: True):
        return [one for one in self.chosen("project", "accepted", self.book.project_commune)
                if not refused_or_open(one) and fits(one)]

    def failed_projects(self):
        """The projects that were stopped, by the day of the stop."""
        return [one for one in self.book.all("project") if failed(one) and self.fund(one["fund_level"])
                and self.in_days(one["stages"][-1]["date"] if one["stage"] == "ngung" else one.get("accepted"))
                and self.here(self.book.project_commune(one))]

    def planned_projects(self):
        return [one for one in self.book.all("project") if self.first.year <= one["plan_year"] <= self.last.year
                and one["stage"] != "khong_duyet" and self.fund(one["fund_level"])
                and self.here(self.book.project_commune(one))]

    def beneficiaries(self, fits=lambda project: True):
        return [(project, row) for project, row, accepted in self.book.beneficiaries() if fits(project)
                and self.in_days(accepted) and self.fund(project["fund_level"]) and self.home(row["establishment"])]

    def models(self):
        return [one for one in self.chosen("model", "accepted", lambda one: self.book.commune(one["establishment"]))
                if self.book.with_result(one)]

    def outside(self):
        """Models, classes and events without a đề án, whichever fund paid; fairs are separate."""
        book, found = self.book, []
        for kind, date, commune in (("model", "accepted", lambda one: book.commune(one["establishment"])),
                                    ("training", "cert_date", book.class_commune),
                                    ("event", "date_to", lambda one: one["place"])):
            found += [one for one in book.all(kind) if not one.get("project") and self.in_days(one.get(date))
                      and self.here(commune(one))]
        fairs = [one for one in book.all("fair") if not one.get("project") and self.in_days(one["date_to"])
                 and self.home(one["establishment"])]
        return found, fairs

    def helps(self):
        return [help for help in self.book.helps if self.first <= help.day <= self.until and self.fund(help.fund)
                and self.home(help.establishment)]

    def unnamed(self, fits=lambda project: True):
        return sum(project.get("unnamed", 0) for project in self.projects(fits))

    def held(self, first, last):
        """Whether it holds on the period's last day, or today if the period is not over."""
        return day(first) <= self.until and not (last and day(last) < self.until)


def add(records, name):
    return sum(exact(record.get(name)) for record in records)


def different(ids, book):
    return len({id for id in ids if book.establishment(id)})


def split(row, records, by, of=len):
    """A row for each answer that occurs."""
    found = collections.defaultdict(list)
    for record in records:
        found[by(record)].append(record)
    return {f"{row}.{answer}": of(group) for answer, group in found.items() if answer}


# --- the rows -------------------------------------------------------------------------------------

def classes_and_work(cell):
    book, classes = cell.book, cell.classes()
    rows = {"I1": add(classes, "certified"), "I1.female": add(classes, "female"), "I1.ethnic": add(classes, "ethnic"),
            "I1.classes": len(classes)}
    rows |= split("I1", classes, lambda one: one["form"], lambda group: add(group, "certified"))
    rows["I1.establishments"] = different(
        (id for one in book.all("training") if cell.in_days(one.get("cert_date")) and cell.fund(one["fund_level"])
         for id in [one.get("establishment"), *(row["establishment"] for row in one.get("others", []))]
         if cell.home(id)), book)

    latest = {}
    for asked in sorted(book.all("employment"), key=lambda one: (one["date"], one["id"])):
        if day(asked["date"]) <= book.today:
            latest[asked["training"]] = asked
    followed = [one for one in classes if one["id"] in latest]
    employed = sum(latest[one["id"]][where] for one in followed
                   for where in ("employed_here", "employed_else", "self_employed"))
    rows["I2"] = Share(employed, add(followed, "certified"))
    rows["I2.without"] = len(classes) - len(followed)
    return rows


def fairs_and_events(cell):
    took_part, events = list(cell.participations()), cell.events()
    own_fairs = [fair for fair, row in took_part if fair is row]
    rows = {"I3": len(took_part)}
    rows |= split("I3", took_part, lambda pair: pair[0]["scope"])
    rows |= split("I3.nation", took_part, lambda pair: pair[0].get("nation"))
    rows["I3.establishments"] = different((row["establishment"] for _, row in took_part), cell.book)
    rows["I3.booths"] = add(own_fairs, "booths")
    rows["I3.orders"] = add((row for _, row in took_part), "orders_value")
    rows["I3.events"] = len(events)
    rows |= split("I3.events", events, lambda one: one["sort"])
    rows["I3.event_booths"] = add((one for one in events if one["sort"] == "hoi_cho"), "booths")
    for row, name in (("establishments", "establishments"), ("people", "participants"), ("orders", "orders"),
                      ("sales", "sales")):
        rows[f"I3.event_{row}"] = add(events, name)
    return rows


def machinery(cell):
    book, rows = cell.book, {}

    def named(fits):
        return different((row["establishment"] for _, row in cell.beneficiaries(fits)), book)

    rows["I4"] = named(installs) + cell.unnamed(installs)
    rows["I4.projects"] = len({project["id"] for project, _ in cell.beneficiaries(installs)}
                              | {project["id"] for project in cell.projects(installs) if project.get("unnamed")})
    rows["I4.turns"] = len(cell.beneficiaries(installs)) + cell.unnamed(installs)
    rows["I4.failed"] = len([project for project in cell.failed_projects() if installs(project)])
    for kind in {project["kind"] for project in book.all("project") if installs(project)}:
        def of_kind(project, kind=kind):
            return installs(project) and project["kind"] == kind
        rows[f"I4.{kind}"] = named(of_kind) + cell.unnamed(of_kind)
    return rows


def models(cell):
    """I5 and T2."""
    book, accepted = cell.book, cell.models()
    rows = {"I5": len(accepted), "T2": len(accepted)}
    rows |= split("I5", accepted, lambda one: one["kind"])
    rows |= split("T2", accepted, lambda one: one.get("tech_level"))

    good = [one for one in book.all("model") if book.with_result(one) and cell.fund(one["fund_level"])]
    copies = [row for one in good for row in one.get("replications", []) if cell.in_days(row["date"])
              and cell.here(row.get("place") or book.commune(row.get("establishment"), one["establishment"]))]
    so_far = [row for one in accepted for row in one.get("replications", []) if day(row["date"]) <= book.today]
    rows["T2.copies"], rows["T2.invested"] = len(copies), add(copies, "invested")
    rows["T2.per"] = Share(len(copies), len(accepted), 1)
    rows["T2.digital"] = Share(sum(one.get("tech_level") == "so_hoa" for one in accepted), len(accepted))
    rows["T2.cohort"], rows["T2.cohort_per"] = len(so_far), Share(len(so_far), len(accepted), 1)
    shown_off = [one for one in good if cell.in_days(one.get("conf_date")) and cell.home(one["establishment"])]
    rows["T2.delegates"] = add(shown_off, "conf_delegates")
    return rows


def products(cell):
    book, rounds = cell.book, cell.rounds()
    honours = [one for one in cell.chosen("honour", "decision_date", book.honour_commune) if book.product(one)]
    rows = {"I6": len({(one["product"], one["level"]) for one in honours})}
    rows |= split("I6", honours, lambda one: one["level"], lambda group: len({one["product"] for one in group}))
    rows["I6.establishments"] = different((book.product(one)["establishment"] for one in honours), book)
    rows["I6.prize"] = add(honours, "prize")

    groups = [row for one in rounds for row in one["groups"]]
    entered, recognised = add(groups, "entered"), add(groups, "recognised")
    rows |= {"I6.rounds": len(rounds), "I6.round_cost": add(rounds, "cost"), "I6.entered": entered,
             "I6.recognised": recognised, "I6.recognised_share": Share(recognised, entered)}
    rows |= split("I6.entered", groups, lambda row: row["group"], lambda group: add(group, "entered"))

    rows["I6b"] = sum(1 for one in book.all("honour") if book.product(one) and cell.fund(one["fund_level"])
                      and cell.home(book.product(one)["establishment"]) and one.get("valid_to")
                      and cell.held(one["decision_date"], one["valid_to"])
                      and not (one.get("revoked") and day(one["revoked"]) <= cell.until))
    return rows


def measurements(cell):
    rows = {}
    pairs = [pair for pair in cell.book.pairs(cell.first, cell.last)
             if cell.fund(pair.fund) and cell.home(pair.establishment)]
    for row, group in (("I7", RESOURCES), ("I8", COMPETITIVENESS)):
        found = collections.defaultdict(list)
        for pair in pairs:
            for key, values in pair.changes.items():
                if key[0] in group:
                    found[key].append(values)
        rows[row] = sum(1 for pair in pairs if any(name in group for name, _ in pair.changes))
        for (name, unit), values in found.items():
            befores, afters = zip(*values)
            single = [percent(*both) for both in values if both[0]]
            rows[f"{row}.{name}.{unit}"] = (Share(sum(afters), sum(befores), change=True) if name in ADDING_UP
                                            else Share(sum(single), len(single), 1))
    return rows


def money(cell):
    book, rows = cell.book, {}
    projects = [one for one in book.all("project") if not refused_or_open(one) and cell.in_days(one.get("accepted"))
                and cell.here(book.project_commune(one))]
    outside, fairs = cell.outside()
    everything = projects + outside

    def fairs_of(*levels):
        return cell.booths(fair for fair in fairs if fair["fund_level"] in levels)

    rows["I9"] = cell.money(everything) + cell.booths(fairs)
    rows["I9.national"] = cell.money(everything, "fund_national") + fairs_of(NATIONAL)
    rows["I9.local"] = cell.money(everything, "fund_local") + fairs_of(LOCAL)
    rows["I9.own"] = cell.money(everything, "own_capital")
    rows["I9.loan"] = cell.money(everything, "loan")
    rows["I9.other"] = cell.money(everything, "other_funds")
    rows["I9.both"] = fairs_of(BOTH)
    rows["I9.outside"] = cell.money(outside) + cell.booths(fairs)
    paid = [one for one in everything if cell.fund_alone(one["fund_level"])]
    rows["I9.leverage"] = Share(add(paid, "own_capital"),
                                add(paid, "fund_national") + add(paid, "fund_local") + cell.booths(fairs), 1)
    rows["I9.failed"] = cell.money(cell.failed_projects(), "fund_national", "fund_local")
    return rows


def plan(cell):
    planned = [one for one in cell.planned_projects() if cell.fund_alone(one["fund_level"])]
    done = [one for one in planned if one.get("accepted") and not refused_or_open(one)]
    approved = add(planned, "approved_support")
    return {"I10": Share(add(planned, "disbursed"), approved),
            "I10.projects": len(cell.planned_projects()),
            "I10.projects_accepted": Share(len(done), len(planned)),
            "I10.accepted": Share(add(done, "approved_support"), approved),
            "I10.settled": Share(add(planned, "settled_support"), approved)}


def priority(cell):
    """I11, and its lines in T3. Unknown without a list of priority places."""
    book, rows = cell.book, {}
    listed = [one for one in book.all("priority_place") if one["verified"]]

    def classes_of(project, row):
        accepted = day(row.get("accepted") or project["accepted"])
        return {one["class"] for one in listed if one["commune"] == book.commune(row["establishment"])
                and day(one["valid_from"]) <= accepted
                and not (one.get("valid_to") and day(one["valid_to"]) < accepted)}

    supported = [(row, classes_of(project, row), project["fund_level"]) for project, row in cell.beneficiaries()]
    shared = [(row, classes) for row, classes, fund in supported if cell.fund_alone(fund)]
    base = add((row for row, _ in shared), "support") if listed else 0
    rows["I11"] = Share(add((row for row, classes in shared if classes), "support"), base)
    for kind in PLACE_CLASSES:
        part = add((row for row, classes in shared if kind in classes), "support")
        rows[f"I11.{kind}"] = rows[f"T3.{kind}"] = Share(part, base)
    rows["T3.places"] = different((row["establishment"] for row, classes, _ in supported if classes), book)
    return rows


def visits(cell):
    book = cell.book

    def counts(one):
        return cell.fund((book.project(one) or {}).get("fund_level")) and cell.home(one["establishment"])

    locked = [one for one in book.all("visit") if one["state"] == "chot" and cell.in_days(one["date"]) and counts(one)]
    return {"I12": len(locked)} | split("I12", locked, lambda one: one["purpose"]) | {
        "I12.overdue": sum(1 for one in book.all("task") if one["state"] == "dang_lam" and counts(one)
                           and day(one["due"]) < (book.today if cell.lasts else cell.last))}


def activities(cell):
    book, rows = cell.book, {}
    for kind in [None, *{project["kind"] for project in book.all("project")}]:
        def fits(project, kind=kind):
            return kind is None or project["kind"] == kind

        row = f"I13.{kind}" if kind else "I13"
        projects = cell.projects(fits)
        accepted = [one for one in book.all("project") if not refused_or_open(one) and fits(one)
                    and cell.in_days(one.get("accepted")) and cell.here(book.project_commune(one))]
        planned = [one for one in cell.planned_projects() if fits(one)]
        rows[row] = len(projects)
        rows[f"{row}.establishments"] = cell.unnamed(fits) + different(
            (beneficiary["establishment"] for one in projects for beneficiary in one.get("beneficiaries", [])), book)
        rows[f"{row}.participants"] = add(projects, "participants")
        rows[f"{row}.results"] = add(projects, "result_count")
        rows[f"{row}.jobs"] = add(projects, "jobs")
        rows[f"{row}.money"] = cell.money(accepted)
        rows[f"{row}.planned"] = sum(by_fund(cell, one, "approved_support") for one in planned)
        rows[f"{row}.settled"] = sum(by_fund(cell, one, "settled_support") for one in projects)
    rows["I13.failed"] = len(cell.failed_projects())
    return rows


def by_fund(cell, project, name):
    """A sum of both funds is split like their money if the sums are equal; otherwise it is only in
    the total."""
    amount = project.get(name, 0)
    parts = {NATIONAL: project.get("fund_national", 0), LOCAL: project.get("fund_local", 0), NEITHER: 0}
    if project["fund_level"] != BOTH or cell.column == TOTAL:
        return amount
    return parts[cell.column] if sum(parts.values()) == amount else 0


def supported(cell):
    """T1: one establishment counts once, however often it was supported."""
    book, helps, unnamed = cell.book, cell.helps(), cell.unnamed()
    rows = {}
    base = sum(1 for one in book.all("establishment") if cell.here(one.get("place")))

    def distinct(some):
        return len({help.establishment for help in some})

    rows["T1"] = distinct(helps) + unnamed
    rows["T1.base"] = base if cell.column in (NEITHER, TOTAL) else 0
    rows["T1.share"] = Share(distinct(helps), base)

    # a đề án with its models, classes and fairs counts once, on its first day; `helps` are sorted
    # by day
    begun, first = {}, {}
    for help in book.helps:
        begun.setdefault((help.establishment, help.whole), help.day)
        first.setdefault(help.establishment, help.day)
    rows["T1.turns"] = unnamed + len({(help.establishment, help.whole) for help in helps
                                      if begun[help.establishment, help.whole] == help.day})
    rows["T1.new"] = distinct(help for help in helps if cell.first <= first[help.establishment])

    pairs = {}
    for pair in book.pairs(datetime.date.min, book.today):
        for change in productivity(pair):
            whole = pair.project["id"] if pair.project else pair.model["id"]
            pairs.setdefault((pair.establishment, whole), []).append(change)

    def productive(row, some):
        measured = {(help.establishment, help.whole) for help in some} & pairs.keys()
        gained = {key for key in measured if any(change >= GAIN for change in pairs[key])}
        rows[f"{row}.measured"], rows[f"{row}.gain"] = len({id for id, _ in measured}), len({id for id, _ in gained})
        return [change for key in measured for change in pairs[key]]

    found = productive("T1", helps)
    rows["T1.median"] = statistics.median(found) if found else None
    for name in ("owner_female", "owner_ethnic", "craft_village"):
        some = [help for help in helps if book.establishment(help.establishment).get(name)]
        rows[f"T1.{name}"] = distinct(some)
        productive(f"T1.{name}", some)
    rows |= split("T1", helps, lambda help: book.establishment(help.establishment)["type"], distinct)
    rows |= split("T1", helps, lambda help: cell.district(help.establishment), distinct)
    return rows


def chains(cell):
    """T3: neither fund pays for these."""
    book = cell.book
    links, homes = [], []
    if cell.fund(None):
        links = [one for one in book.all("value_chain") if cell.home(one["establishment"])
                 and (cell.held(one["date_from"], one.get("date_to")) if one.get("date_from")
                      else cell.lasts and not (one.get("date_to") and day(one["date_to"]) < cell.until))]
        homes = [one for one in book.all("establishment") if cell.here(one.get("place"))]
    rows = {"T3": len(links), "T3.contracts": sum(one["contract"] for one in links),
            "T3.local": sum(exact(one.get("local_material_pct")) > 50 for one in homes),
            "T3.value": add(links, "value"), "T3.farmers": add(links, "farmers")}
    weighed = [one for one in links if one.get("volume")]
    rows |= split("T3.volume", weighed, lambda one: f"{one['direction']}.{one['volume_unit']}",
                  lambda group: add(group, "volume"))
    steps = collections.defaultdict(set)
    for one in links:
        if book.establishment(one["establishment"]):
            steps[one["establishment"]].add(one["direction"])
    rows["T3.establishments"] = len(steps)
    rows["T3.full"] = sum(len(one) == 3 for one in steps.values())
    return rows


def together(cell):
    """T4: no fund pays for these; the đề án of the last row have their funds."""
    book, rows = cell.book, {}
    states = {"asked": (None, "asked_date", "asked"), "granted": ("duoc_duyet", "decided_date", "granted"),
              "refused": ("tu_choi", "decided_date", "asked")}
    for row, (state, date, amount) in states.items():
        some = [one for one in book.all("coordinated_support") if cell.fund(None) and cell.home(one["establishment"])
                and (state is None or one["state"] == state) and cell.in_days(one.get(date))]
        rows["T4" if row == "granted" else f"T4.{row}"] = len(some)
        rows |= split(f"T4.{row}", some, lambda one: one["kind"])
        adding = [one for one in some if one.get(amount) and one["unit"] != "pct_nam"]
        rows |= split(f"T4.{row}", adding, lambda one: f"{one['kind']}.{one['unit']}", lambda group: add(group, amount))
        if row == "granted":
            granted = some

    held = collections.defaultdict(set)
    for one in book.all("coordinated_support"):
        if one["state"] == "duoc_duyet" and day(one["decided_date"]) <= cell.until:
            held[one["establishment"]].add(one["kind"])
    rows["T4.several"] = different(
        (one["establishment"] for one in granted if len(held[one["establishment"]]) >= 2), book)
    waited = [(day(one["decided_date"]) - day(one["asked_date"])).days for one in granted]
    rows["T4.days"] = Share(sum(waited), len(waited), 1)
    homes = {row["establishment"] for _, row in cell.beneficiaries() if book.establishment(row["establishment"])}
    rows["T4.together"] = Share(sum(1 for id in homes if held.get(id)), len(homes))
    return rows


def abroad(cell):
    """T5: leads belong to no fund; a lead with establishments of several provinces counts in
    each."""
    book, rows = cell.book, {}
    every = [one for one in book.all("intl_lead") if cell.fund(None)
             and (not cell.province or any(cell.home(id) for id in one.get("establishments", [])))]

    def begun(one):
        stages = one.get("stages")
        return stages[0]["date"] if stages else one["stage_date"] if one["stage"] == "tiep_xuc" else None

    def signed(one, name, stage):
        return one.get(name) or (one["stage_date"] if one["stage"] == stage else None)

    def reached(one, name, stage):
        """Up to now, whatever the present stage is: the history counts too."""
        return signed(one, name, stage) or stage in [row["stage"] for row in one.get("stages", [])]

    leads = [one for one in every if day(one["stage_date"]) <= cell.until]
    rows |= {"T5": len(leads), "T5.value": add(leads, "value")}
    rows |= split("T5", leads, lambda one: one["stage"])
    for name in ("nation", "mission", "mission_nation"):
        rows |= split(f"T5.{name}", leads, lambda one: one.get(name))
    agreed = [one for one in every if cell.in_days(signed(one, "agreed_date", "thoa_thuan"))]
    rows["T5.memos"] = sum(1 for one in every if cell.in_days(signed(one, "memo_date", "ghi_nho")))
    rows["T5.agreed"], rows["T5.agreed_value"] = len(agreed), add(agreed, "value")

    new = [one for one in every if cell.in_days(begun(one))]
    to_agreement = [one for one in new if reached(one, "agreed_date", "thoa_thuan")]
    to_memo = [one for one in new if one in to_agreement or reached(one, "memo_date", "ghi_nho")]
    rows["T5.begun"] = len(new)
    rows["T5.begun.to_memo"] = Share(len(to_memo), len(new))
    rows["T5.begun.to_agreement"] = Share(len(to_agreement), len(new))

    spans = [(day(signed(one, "agreed_date", "thoa_thuan")) - day(begun(one))).days for one in agreed if begun(one)]
    rows["T5.days"] = Share(sum(spans), len(spans), 1)
    came = [one for one in every if cell.in_days(one.get("came_date"))]
    for name in ("came_money", "came_machines", "came_trainees"):
        rows[f"T5.{name}"] = add(came, name)
    return rows


def documents(cell):
    """Figures that papers state for days within the period; those without a fund are only in the
    total."""
    some = [one for one in cell.book.all("reported_figure") if (one.get("province") or None) == cell.province
            and cell.first <= day(one["date_from"]) and day(one["date_to"]) <= cell.last
            and (cell.fund(one["fund_level"]) if one.get("fund_level") else cell.column == TOTAL)]
    rows = collections.Counter()
    for one in some:
        rows[f"{one['indicator']}.reported"] += exact(one["value"])
    return rows


PARTS = [classes_and_work, fairs_and_events, machinery, models, products, measurements, money, plan, priority, visits,
         activities, supported, chains, together, abroad, documents]

# Lines of these rows exist only for answers that occur: a line missing here counts nothing.
OPEN_ROWS = ["I1", "I3", "I3.nation", "I3.events", "I4", "I5", "I6", "I6.entered", "I11", "I12", "T1", "T2", "T3",
             "T3.volume", "T4.asked", "T4.granted", "T4.refused", "T5", "T5.nation", "T5.mission", "T5.mission_nation"]


def computed(book, first, last, lasts, province, column):
    rows = {}
    for part in PARTS:
        rows |= part(Cell(book, first, last, lasts, province, column))
    return rows


# --- the comparison -------------------------------------------------------------------------------

class Program:
    """The program, with a notebook of made-up records."""

    def __init__(self, binary, folder, seed, establishments):
        self.binary, self.data = os.path.abspath(binary), os.path.join(folder, f"D{seed}")
        self.run("init", "--officer", "An", "--unit", "TT", "--province", "82", "--no-passphrase")
        self.run("demo", "--establishments", str(establishments), "--visits", str(establishments), "--seed", str(seed))
        self.data += "-mau"

    def run(self, *words):
        done = subprocess.run([self.binary, "--data", self.data, *words], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"sotay {' '.join(words)}: exit {done.returncode}\n{done.stderr}")
        return done.stdout

    def add(self, kind, *records):
        text = "".join(json.dumps(record) + "\n" for record in records)
        done = subprocess.run([self.binary, "--data", self.data, "add", kind], input=text, capture_output=True,
                              text=True)
        ids = done.stdout.split()
        if done.returncode or len(ids) != len(records):
            sys.exit(f"sotay add {kind}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return ids

    def make_hard(self, book):
        """Records that made-up ones lack: both funds, several activities, without names, failed, at
        limits of periods."""
        now, last = str(book.today), book.today.year - 1
        e, far = ([one["id"] for one in book.all("establishment") if book.provinces.get(one["place"]) == province][-9:]
                  for province in book.main_provinces())
        place, far_place = book.commune(e[0]), book.commune(far[0])
        ahead = str(min(book.today + datetime.timedelta(10), datetime.date(book.today.year, 12, 31)))

        way = ["khao_sat", "dang_ky", "tham_dinh_co_so", "tham_dinh_bo", "phe_duyet", "hop_dong", "trien_khai",
               "nghiem_thu", "quyet_toan"]

        def project(code, fund, kind, accepted, acceptance="dat", end=None, **more):
            stages = [{"date": f"{last}-01-{number + 2:02}", "stage": stage} for number, stage in enumerate(way)]
            stages[-2]["date"] = stages[-1]["date"] = accepted
            if end:
                stages = [*stages[:7], {"date": accepted, "stage": end, "reason": "made up"}]
            money = {BOTH: ["fund_national", "fund_local"], NATIONAL: ["fund_national"], LOCAL: ["fund_local"]}[fund]
            record = {"code": code, "name": code, "fund_level": fund, "kind": kind, "plan_year": last,
                      "executing_unit": "TT", "stages": stages, "other_state_support": False,
                      "own_capital": 50_000_000, "loan": 7_000_000,
                      "other_funds": 3_000_000, "approved_support": 60_000_000 * len(money), "disbursed": 41_000_000}
            record |= {source: 60_000_000 + 1_000_000 * number for number, source in enumerate(money)}
            if not end:
                record |= {"accepted": accepted, "acceptance": acceptance, "settled": accepted,
                           "settled_support": 59_000_000}
            return record | more

        def row(establishment, support=20_000_000, accepted=None):
            return {"establishment": establishment, "support": support} | ({"accepted": accepted} if accepted else {})

        projects = self.add(
            "project",
            project("K1", BOTH, "mo_hinh_moi", f"{last}-12-31", scheme="diem", unnamed=3, jobs=4, result_count=2,
                    other_kinds=["chuyen_giao_cong_nghe"],
                    beneficiaries=[row(e[0], accepted=f"{last}-06-30"), row(e[1]), row(far[0], 30_000_000)]),
            project("K2", NATIONAL, "ung_dung_may_moc", f"{last}-07-01", "chua_ket_luan", beneficiaries=[row(e[2])]),
            project("K3", LOCAL, "ung_dung_may_moc", f"{last}-07-01", "khong_dat", beneficiaries=[row(e[3])]),
            project("K4", BOTH, "day_chuyen_cong_nghe", f"{last}-09-30", end="ngung", beneficiaries=[row(e[3])]),
            project("K5", NATIONAL, "ung_dung_may_moc", f"{last}-09-30", end="khong_duyet", beneficiaries=[row(e[3])]),
            project("K6", NATIONAL, "to_chuc_hoi_cho", f"{last}-10-01", participants=120),
            project("K7", LOCAL, "ung_dung_may_moc", f"{last + 1}-01-01", "dat_mot_phan", place=far_place,
                    beneficiaries=[row(e[1]), row(e[4], 25_000_000, f"{last}-12-31")]))

        def model(code, establishment, accepted, fund=LOCAL, **more):
            return {"code": code, "name": code, "establishment": establishment, "kind": "nhan_rong", "fund_level": fund,
                    "status": "da_nghiem_thu", "technology": "made up", "accepted": accepted, "own_capital": 9_000_000,
                    "fund_local": 4_000_000, "loan": 2_000_000, "other_funds": 1_000_000} | more

        copies = [{"establishment": far[1], "date": f"{last}-07-01", "invested": 10_000_000},
                  {"name": "X", "place": far_place, "date": f"{last}-12-31", "invested": 20_000_000},
                  {"name": "Y", "date": f"{last + 1}-01-01"}]
        models = self.add(
            "model",
            model("H1", e[4], f"{last}-06-30", BOTH, fund_national=6_000_000, tech_level="so_hoa",
                  conf_date=f"{last}-07-01", conf_place="X", conf_delegates=40, replications=copies),
            model("H2", e[0], f"{last}-05-01", project=projects[0]),
            model("H3", e[3], f"{last}-05-01", project=projects[2], replications=copies),
            model("H4", e[5], f"{last}-05-01", NATIONAL))

        def measured(subject, establishment, phase, to, kind="thang", **lines):
            units = {"nang_suat": "sp_nguoi_ngay", "dien": "kwh", "san_luong": "kg", "bui": "mg_m3"}
            first = to[:8] + "01" if kind == "thang" else to[:5] + "01-01"
            return subject | {"establishment": establishment, "phase": phase, "period_kind": kind, "period_from": first,
                              "period_to": to, "basis": "do"} | ({"follow_no": 1} if phase == "theo_doi" else {}) | {
                "lines": [{"indicator": name, "unit": units[name]}
                          | (value if isinstance(value, dict) else {"value": value})
                          for name, value in lines.items()]}

        one, two, three, four = ({"model": id} for id in models)
        self.add("measurement",
                 measured(one, e[4], "truoc", f"{last}-03-31", nang_suat="10", dien="100", bui="3"),
                 measured(one, e[4], "sau", f"{last}-09-30", nang_suat={"value": "11", "value_to": "14"}, dien="90"),
                 measured(one, e[4], "theo_doi", f"{last}-12-31", nang_suat="10.5"),
                 measured(one, e[4], "theo_doi", f"{last}-12-31", "nam", dien="1000", bui="1"),
                 measured({"project": projects[0]}, e[0], "truoc", f"{last}-03-31", nang_suat="20", san_luong="300"),
                 measured(two, e[0], "sau", f"{last}-08-31", nang_suat="23", san_luong="450.5"),
                 measured(three, e[3], "truoc", f"{last}-03-31", nang_suat="20", dien="200"),
                 measured(three, e[3], "sau", f"{last}-09-30", nang_suat="30", dien="100"),
                 measured(four, e[5], "truoc", f"{last}-03-31", "khac", nang_suat="20", dien="200"),
                 measured(four, e[5], "sau", f"{last}-08-31", "khac", nang_suat="30", dien="100"),
                 measured({"project": projects[0]}, e[1], "truoc", f"{last}-03-31", dien="50"),
                 measured({"project": projects[0]}, e[1], "sau", f"{last}-12-31", dien="45", nang_suat="5"))

        def taught(date, fund, **more):
            return {"trade": "X", "form": "truyen_nghe", "fund_level": fund, "start": f"{last}-01-02",
                    "end": f"{last}-02-02", "enrolled": 30, "certified": 25, "female": 20, "ethnic": 3,
                    "cert_date": date, "fund_national": 5_000_000, "own_capital": 1_000_000} | more

        classes = self.add("training",
                           taught(f"{last}-12-31", BOTH, fund_local=4_000_000, place=far_place,
                                  others=[{"establishment": e[6]}, {"establishment": e[0]}]),
                           taught(f"{last}-03-31", NATIONAL, project=projects[0], establishment=e[0]),
                           taught(f"{last + 1}-01-01", NATIONAL, establishment=far[1], place=place))
        self.add("employment", *({"training": classes[0], "date": date, "employed_here": here, "employed_else": 1,
                                  "self_employed": 2, "confirmed": True}
                                 for date, here in ((f"{last}-12-31", 9), (f"{last + 1}-01-01", 12),
                                                    (f"{last + 1}-01-01", 10))))

        def fair(to, fund, **more):
            return {"establishment": e[6], "name": f"F{to}", "scope": "trong_nuoc", "place": "X", "date_from": to,
                    "date_to": to, "fund_level": fund, "booths": 2, "support": 8_000_000,
                    "orders_value": 30_000_000} | more

        self.add("fair",
                 fair(f"{last}-12-31", BOTH, sharers=[{"establishment": far[0], "orders_value": 11_000_000},
                                                      {"establishment": e[7]}]),
                 fair(f"{last + 1}-01-01", NATIONAL, scope="nuoc_ngoai", nation="jp"), fair(ahead, LOCAL),
                 fair(f"{last}-02-01", LOCAL, project=projects[0], establishment=e[1]))
        self.add("event", *({"name": f"S{date}", "sort": sort, "date_from": date, "date_to": date, "place": place,
                             "fund_level": BOTH, "fund_national": 3_000_000, "fund_local": 2_000_000,
                             "own_capital": 1_000_000, "establishments": 5, "participants": 60} | more
                            for date, sort, more in ((f"{last}-07-01", "hoi_cho", {"booths": 9}),
                                                     (ahead, "hoi_thao", {}), (f"{last}-06-30", "tham_quan", {"project": projects[0]}))))

        honoured = collections.Counter(one["product"] for one in book.all("honour")).most_common(1)[0][0]
        self.add("honour", *({"product": honoured, "level": "tinh", "round_year": last, "decision_no": "1",
                              "prize": 2_000_000, "decision_date": date} | more
                             for date, more in ((f"{last}-12-31", {}), (f"{last}-12-31", {"fund_level": BOTH}),
                                                (f"{last}-06-30", {"revoked": f"{last}-12-31"}),
                                                (f"{last}-06-30", {"valid_to": f"{last}-12-31"}),
                                                (f"{last}-06-30", {"valid_to": ahead}))))
        self.add("selection_round", {"level": "tinh", "year": last, "place": far_place, "decision_date": f"{last}-12-31",
                                     "fund_level": BOTH, "cost": 10_000_000,
                                     "groups": [{"group": "g1", "entered": 7, "recognised": 3}]})

        def link(direction, **more):
            return {"establishment": e[8], "direction": direction, "partner_kind": "htx", "partner": "X", "product": "X",
                    "contract": True, "value": 1_000_000, "farmers": 3, "volume": "12.5", "volume_unit": "tan"} | more

        self.add("value_chain", link("nguyen_lieu"), link("che_bien", date_from=f"{last}-12-31", date_to=ahead),
                 link("tieu_thu", date_from=f"{last}-06-30"), link("tieu_thu", date_to=f"{last}-12-31"),
                 link("tieu_thu", date_from=f"{last}-06-30", date_to=f"{last}-06-30"))

        def asked(state, kind, **more):
            return {"establishment": e[0], "kind": kind, "programme": "X", "body": "X", "asked_date": f"{last - 1}-12-31",
                    "asked": "7.5", "unit": "m2", "state": state} | more

        self.add("coordinated_support",
                 asked("duoc_duyet", "dat_dai", granted="5.5", decided_date=f"{last - 1}-12-31"),
                 asked("duoc_duyet", "tin_dung", granted="6", unit="pct_nam", decided_date=f"{last}-12-31"),
                 asked("tu_choi", "khcn", reason="X", decided_date=f"{last}-07-01"), asked("rut", "khcn"),
                 asked("duoc_duyet", "khac", granted="1", establishment=e[1], decided_date=f"{last + 1}-01-01"))

        officer = self.lines("list", "officer")[0]["id"]

        def lead(stage, date, **more):
            return {"partner": "X", "nation": "jp", "topic": "X", "officer": officer, "stage": stage, "stage_date": date,
                    "value": 1_000_000, "establishments": [e[0], far[0]]} | more

        self.add("intl_lead", lead("ghi_nho", f"{last}-12-31"), lead("tiep_xuc", f"{last + 1}-01-01"),
                 lead("thuc_hien", f"{last + 1}-01-01", memo_date=f"{last}-06-30", agreed_date=f"{last}-07-01",
                      establishments=[far[0]], stages=[{"date": f"{last}-03-31", "stage": "tiep_xuc"},
                                                       {"date": f"{last}-07-01", "stage": "thoa_thuan"}]),
                 lead("thuc_hien", f"{last}-12-31", stages=[
                     {"date": f"{last}-{month:02}-01", "stage": stage}
                     for month, stage in ((2, "tiep_xuc"), (3, "ghi_nho"), (5, "thoa_thuan"), (12, "thuc_hien"))]),
                 lead("thoa_thuan", f"{last}-07-01", establishments=[], came_date=f"{last}-12-31", came_machines=2))

        def visit(date, state, **more):
            return {"establishment": e[0], "date": date, "purpose": "khac", "observations": "X",
                    "operating": "dang_hoat_dong", "conclusion": "dat", "officers": [officer], "state": state} | more

        self.add("visit", visit(f"{last}-12-31", "chot", project=projects[0]), visit(now, "chot"),
                 visit(f"{last}-12-31", "nhap"))
        yesterday = str(book.today - datetime.timedelta(1))
        self.add("task", *({"what": "X", "establishment": e[0], "owner": "can_bo", "due": due, "state": "dang_lam",
                            "project": projects[0]} for due in (now, ahead)))

        # a list of priority places can only be imported
        listed = [("kho_khan", e[0], f"{last - 1}-01-01", "", True),
                  ("ntm", e[0], f"{last}-01-01", f"{last}-06-30", True),
                  ("ngheo", e[1], f"{last - 9}-01-01", "", False), ("vung_cao", far[0], f"{last + 1}-01-01", "", True)]
        listed += [("vung_cao", one["beneficiaries"][0]["establishment"], f"{last - 9}-01-01", "", True)
                   for one in book.all("project")[::3] if one.get("beneficiaries")]
        path = self.data + "-places.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write("commune,class,valid_from,valid_to,legal_ref,verified\n")
            file.writelines(sorted({f"{book.commune(id)},{kind},{start},{end},X,{'true' if verified else 'false'}\n"
                                    for kind, id, start, end, verified in listed}))
        self.run("import", "priority_place", path)

    def lines(self, *words):
        return [json.loads(line, parse_float=Fraction) for line in self.run(*words, "--format", "json").splitlines()]

    def book(self, provinces, today):
        return Book({kind: self.lines("list", kind) for kind in KINDS}, provinces, today)


class Tally:
    def __init__(self):
        self.compared = self.equal = self.zero = 0
        self.missing = set()

    def check(self, where, program, own):
        self.compared += 1
        if same(program, own):
            self.equal += 1
        else:
            print("  ".join([*where, f"program {shown(program)}", f"here {shown(own)}"]))


def same(program, own):
    """Figures are printed with six decimals, halves of the last one rounded away from zero."""
    if program is None or own is None:
        return program is own
    size = (abs(Fraction(own)) * 10**6 + Fraction(1, 2)).__floor__()
    return program == (-size if own < 0 else size) / Fraction(10**6)


def shown(value):
    return str(value) if value is None or Fraction(value).denominator == 1 else f"{float(value):.6f}"


def value_of(figure):
    return figure.value if isinstance(figure, Share) else figure


def compare(book, reported, period, province, where, tally):
    first, last = days_of(period)
    lasts = book.today <= last
    own = {column: computed(book, first, last, lasts, province, column) for column in COLUMNS}
    before, until = year_before(first, last, lasts, book.today, ".." in period)
    ago = computed(book, before, until, False, province, TOTAL)

    for line in reported:
        key = line["row"]
        if not any(key in rows for rows in (*own.values(), ago)) and key.rpartition(".")[0] not in OPEN_ROWS:
            tally.missing.add(key)
            continue
        shares = "base" in line["figures"][TOTAL]
        for column in COLUMNS:
            figure, mine = line["figures"][column], own[column].get(key, Share(0, 0) if shares else 0)
            tally.check([*where, key, column], figure["value"], value_of(mine))
            if shares:
                for name in ("part", "base"):
                    tally.check([*where, key, column, name], figure[name], getattr(mine, name))
        if line["year_before"]:
            now, then = (value_of(rows.get(key, None if shares else 0)) for rows in (own[TOTAL], ago))
            tally.check([*where, key, "year before"], line["year_before"]["value"], then)
            tally.check([*where, key, "growth"], line["year_before"]["growth"], growth(now, then, line["unit"] == "%"))

    printed = {line["row"] for line in reported}
    for column in COLUMNS:
        for key, figure in own[column].items():
            if key not in printed:
                tally.zero += 1
                if value_of(figure):
                    print("  ".join([*where, key, column, "program: no such row", f"here {shown(value_of(figure))}"]))


def growth(now, then, points):
    """For a percentage in points, otherwise in percent."""
    if now is None or then is None or not (points or then):
        return None
    return now - then if points else percent(Fraction(then), Fraction(now))


def year_before(first, last, lasts, today, several):
    """The same days a year ago; for several years, as many before. For a period that is not over,
    up to today's day."""
    years = last.year - first.year + 1 if several else 1
    until = a_year_before(today if lasts else last, years)
    if not lasts:  # February
        until = last_of_month(until.year, until.month)
    return a_year_before(first, years), until


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sotay", help="the binary, for instance target/release/sotay")
    parser.add_argument("--seeds", default="1,2,3", help="of the made-up records (%(default)s)")
    parser.add_argument("--periods", default="2026,2025,2025-H2,2026-Q2,2021..2025", help="what to report (%(default)s)")
    parser.add_argument("--establishments", type=int, default=400, help="how many; and as many visits (%(default)s)")
    parser.add_argument("--plain", action="store_true", help="made-up records alone, without the hard ones")
    parser.add_argument("--communes", default=COMMUNES, help="the list of communes, if it is not in its place")
    args = parser.parse_args()

    with open(args.communes, encoding="utf-8") as file:
        provinces = {line["commune"]: line["province"] for line in csv.DictReader(file, delimiter="\t")}
    tally, today = Tally(), datetime.date.today()
    with tempfile.TemporaryDirectory(prefix="sotay-again-") as folder:
        for seed in args.seeds.split(","):
            program = Program(args.sotay, folder, seed, args.establishments)
            if not args.plain:
                program.make_hard(program.book(provinces, today))
            book = program.book(provinces, today)
            for period in args.periods.split(","):
                for province in (None, *book.main_provinces()):
                    scope = ["--province", province] if province else []
                    compare(book, program.lines("report", "--period", period, *scope), period, province,
                            [f"seed {seed}", period, f"province {province}" if province else "country"], tally)
    wrong = tally.compared - tally.equal
    print(f"{tally.compared} figures compared: {tally.equal} equal, {wrong} not; "
          f"{tally.zero} more in rows that the program leaves out have to be zero")
    print(f"rows not computed: {', '.join(sorted(tally.missing)) or 'none'}")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
