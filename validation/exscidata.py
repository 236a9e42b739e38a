"""Reading the dynamometer table of the exscidata package, and asking the program about it.

Shared by `exscidata-retest` and `change`. A difference is always `100 * ln(left / right)`.
"""

import csv
import math
import subprocess
import tomllib
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
MAP = HERE / "maps" / "exscidata-cybex.toml"
WITHOUT = HERE / "without-exscidata.toml"
VISITS = ("pre", "session1", "week2", "week5", "week9", "post")
QUADS = ("isok-knee-ext-60", "isok-knee-ext-120", "isok-knee-ext-240", "isom-knee-ext-dyn")
HAMSTRINGS = ("isok-knee-flex-60", "isok-knee-flex-120", "isok-knee-flex-240")
GROUPS = {"quads": QUADS, "hamstrings": HAMSTRINGS}
TESTS = QUADS + HAMSTRINGS


def read_map():
    """The words of the table for tests and days."""
    with open(MAP, "rb") as file:
        return tomllib.load(file)


def day_of():
    """The nominal day of each visit."""
    return read_map()["dates"]["values"]


def read_table(path):
    """All rows as they are, and the names of the columns."""
    with open(path, newline="", encoding="utf-8") as table:
        reader = csv.DictReader(table)
        return list(reader), reader.fieldnames


def write_table(path, rows, columns):
    """A part of the table, with the columns of the whole."""
    with open(path, "w", newline="", encoding="utf-8") as table:
        writer = csv.DictWriter(table, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def trials(rows):
    """All values by (subject, test, visit) and leg."""
    names = read_map()["tests"]
    found = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["load"] in ("", "NA"):
            continue
        test = names[f'{row["velocity"]} {row["movement"]}']
        found[row["subject"], test, row["timepoint"]][row["leg"].strip()].append(float(row["load"]))
    return found


def differences(rows, best=False):
    """`100 * ln(left / right)` by (subject, test, visit), from the mean logarithm of a leg's trials or from its best."""
    out = {}
    for key, legs in trials(rows).items():
        if legs["L"] and legs["R"]:
            if best:
                out[key] = 100 * math.log(max(legs["L"]) / max(legs["R"]))
            else:
                left, right = (sum(map(math.log, legs[leg])) / len(legs[leg]) for leg in "LR")
                out[key] = 100 * (left - right)
    return out


def run(program, arguments):
    """What the program prints, with its notices; anything but success ends the script."""
    done = subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{program} {' '.join(map(str, arguments))}\nended with {done.returncode}\n{done.stderr}")
    return done.stdout, done.stderr


def percent_of(difference):
    """The size in percent of the stronger leg."""
    return 100 * (1 - math.exp(-abs(difference) / 100))
