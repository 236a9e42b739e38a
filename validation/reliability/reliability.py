#!/usr/bin/env python3
"""Compares `evenstride reliability` with pingouin on two public tables.

Usage: reliability.py EVENSTRIDE CYBEX.csv Y_BALANCE_FOLDER

EVENSTRIDE is the program. CYBEX.csv has the columns subject, leg, velocity, movement, timepoint and load.
Y_BALANCE_FOLDER holds three tables, Data_anterior_reach_data.csv, Data_postmed_reach_data.csv and
Data_postlat_reach_data.csv, each with the columns participant, pre01..pre03, post01..post03: one leg, two
visits, three trials. They say nothing of the side, so the leg is read as the left one; nothing of the difference
can come out of them, and the program must say so.

The values of visits are made anew here from the tables, without the program. Correlations and their intervals
come from pingouin, the other figures from their formulas in numpy. Every figure must agree within 1e-6, or the
run ends with an error. Needs pingouin==0.7.0 and pandas.
"""

import csv
import json
import math
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
import pingouin as pg

TOLERANCE = 1e-6
HERE = Path(__file__).resolve().parent
MAPS = HERE.parent / "maps"
VISITS = ("pre", "session1", "week2", "week5", "week9", "post")
TESTS = {
    ("isok.60", "ext"): "isok-knee-ext-60",
    ("isok.120", "ext"): "isok-knee-ext-120",
    ("isok.240", "ext"): "isok-knee-ext-240",
    ("isok.60", "flex"): "isok-knee-flex-60",
    ("isok.120", "flex"): "isok-knee-flex-120",
    ("isok.240", "flex"): "isok-knee-flex-240",
    ("isom", "ext"): "isom-knee-ext-dyn",
}
REACHES = {"ybt-ant": "anterior", "ybt-pm": "postmed", "ybt-pl": "postlat"}
DAYS = {"pre": "2000-01-01", "post": "2000-01-08"}
# The figures that are compared one by one.
FIGURES = (
    "icc_agreement", "icc_agreement_low", "icc_agreement_high",
    "icc_consistency", "icc_consistency_low", "icc_consistency_high",
    "sem", "cv_percent", "mdc95", "mean_change", "change_sd", "limit_low", "limit_high",
)


def read_cybex(path):
    """Trials by test, subject, visit and leg."""
    trials = defaultdict(list)
    with open(path, newline="", encoding="utf-8-sig") as table:
        for row in csv.DictReader(table):
            if row["load"] not in ("", "NA") and row["timepoint"] in VISITS:
                test = TESTS[row["velocity"], row["movement"]]
                key = test, row["subject"], VISITS.index(row["timepoint"]), row["leg"].strip()
                trials[key].append(float(row["load"]))
    return trials


def read_y_balance(folder):
    """Trials by test, subject, visit and leg; the one leg is called the left one."""
    trials = defaultdict(list)
    for test, name in REACHES.items():
        path = Path(folder) / f"Data_{name}_reach_data.csv"
        with open(path, newline="", encoding="utf-8-sig") as table:
            for row in csv.DictReader(table):
                for visit, when in enumerate(("pre", "post")):
                    for trial in ("01", "02", "03"):
                        cell = row[when + trial].strip()
                        if cell not in ("", "NA"):
                            trials[test, "P" + row["participant"], visit, "L"].append(float(cell))
    return trials


def write_long(trials, path):
    """The reaches as a table that the program reads.

    The values are percent of the leg's length and are handed over as if they were centimetres, the unit of the
    test: no figure depends on it, and SEM, MDC95 and limits are then in percent of the leg's length.
    """
    with open(path, "w", newline="", encoding="utf-8") as table:
        writer = csv.writer(table)
        writer.writerow(["subject", "test", "side", "attempt", "value", "unit", "date"])
        for (test, subject, visit, _), values in sorted(trials.items()):
            day = list(DAYS.values())[visit]
            for attempt, value in enumerate(values, 1):
                writer.writerow([subject, test, "left", attempt, value, "cm", day])


def visit_value(values, how):
    """What stands for a visit: the geometric mean or the largest."""
    return max(values) if how == "best" else math.exp(np.mean(np.log(values)))


def series(trials, test, how):
    """By subject: one pair (left, right) for each visit, in order, with None for a leg without a trial."""
    by_subject = defaultdict(dict)
    for (own, subject, visit, leg), values in trials.items():
        if own == test:
            by_subject[subject].setdefault(visit, {})[leg] = visit_value(values, how)
    return {
        subject: [(visits[v].get("L"), visits[v].get("R")) for v in sorted(visits)]
        for subject, visits in sorted(by_subject.items())
    }


def kinds(people):
    """Rows of the four kinds of values."""
    left = [[pair[0] for pair in visits] for visits in people.values()]
    right = [[pair[1] for pair in visits] for visits in people.values()]
    both = [row for pair in zip(left, right) for row in pair]
    difference = [
        [None if None in pair else 100 * (math.log(pair[0]) - math.log(pair[1])) for pair in visits]
        for visits in people.values()
    ]
    return {"left": (left, 1), "right": (right, 1), "both-legs": (both, 2), "difference": (difference, 1)}


def complete(row):
    """How many visits from the first on have a value."""
    return next((i for i, value in enumerate(row) if value is None), len(row))


def chosen(rows, legs, wanted):
    """The rows that have the first k visits; k leaves most rows times visits."""
    lengths = [complete(row) for row in rows]
    candidates = [wanted] if wanted else range(2, max(lengths, default=0) + 1)
    n_with = {k: sum(length >= k for length in lengths) for k in candidates}
    k = max(n_with, key=lambda k: (n_with[k] > legs, n_with[k] * k, -k), default=0)
    return np.array([row[:k] for row, length in zip(rows, lengths) if k and length >= k])


def residual_sd(table):
    """The root of the residual mean square of rows and visits."""
    rest = table - table.mean(1, keepdims=True) - table.mean(0, keepdims=True) + table.mean()
    n, k = table.shape
    return math.sqrt((rest**2).sum() / ((n - 1) * (k - 1)))


def expected(table, is_difference):
    """All figures of one table."""
    n, k = table.shape
    long = pd.DataFrame(
        [(row, visit, table[row, visit]) for row in range(n) for visit in range(k)],
        columns=["row", "visit", "value"],
    )
    icc = pg.intraclass_corr(long, targets="row", raters="visit", ratings="value").set_index("Type")
    sem = residual_sd(table)
    change = table[:, 1] - table[:, 0]
    mean, sd = change.mean(), change.std(ddof=1)
    found = {"sem": sem, "mdc95": 1.96 * math.sqrt(2) * sem, "mean_change": mean, "change_sd": sd}
    found |= {"limit_low": mean - 1.96 * sd, "limit_high": mean + 1.96 * sd}
    found["cv_percent"] = None if is_difference else 100 * math.expm1(residual_sd(np.log(table)))
    for name, kind in (("icc_agreement", "ICC(A,1)"), ("icc_consistency", "ICC(C,1)")):
        low, high = icc.loc[kind, "CI95"]
        found |= {name: icc.loc[kind, "ICC"], f"{name}_low": low, f"{name}_high": high}
    return found


def expected_sides(table):
    """Kappa of the favoured side at the first two visits, swapped, equal."""
    signs = [(np.sign(a), np.sign(b)) for a, b in np.where(abs(table[:, :2]) < 1e-9, 0, table[:, :2])]
    sure = np.array([pair for pair in signs if 0 not in pair])
    n_swapped = int((sure[:, 0] != sure[:, 1]).sum())
    chance = sum((sure[:, 0] == side).mean() * (sure[:, 1] == side).mean() for side in (-1, 1))
    kappa = (1 - n_swapped / len(sure) - chance) / (1 - chance)
    return {"kappa": kappa, "n_swapped": n_swapped, "n_favoured": len(sure), "n_equal": len(signs) - len(sure)}


def run(program, arguments):
    """What the program says as JSON."""
    done = subprocess.run([program, "reliability", *arguments, "--format", "json"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return {test["test"]: test for test in json.loads(done.stdout)["tests"]}


def flat(value):
    """The correlations with their ends beside the other figures."""
    found = dict(value)
    for name in ("icc_agreement", "icc_consistency"):
        icc = found.pop(name, None) or {}
        found |= {name: icc.get("value"), f"{name}_low": icc.get("low"), f"{name}_high": icc.get("high")}
    return found


def apart(ours, theirs):
    """How far two figures are apart; nothing where both have none."""
    if ours is None and theirs is None:
        return 0.0
    if ours is None or theirs is None:
        return math.inf
    return abs(ours - theirs)


def compare(trials, found, how, wanted=None):
    """Rows of the printed table, and the largest distance and the number of figures compared."""
    rows, worst, n_figures = [], 0.0, 0
    for test in sorted({key[0] for key in trials}):
        people = series(trials, test, how)
        values = {value["of"]: flat(value) for value in found[test]["values"]}
        for kind, (data, legs) in kinds(people).items():
            table, ours = chosen(data, legs, wanted), values[kind]
            if table.size == 0:
                assert ours["too_few"] == "no-value", (test, kind, ours)
                rows.append((test, kind, "no value", "", "", "", "", "", ""))
                continue
            theirs = expected(table, kind == "difference")
            assert (ours["n_rows"], ours["n_visits"]) == table.shape, (test, kind, ours, table.shape)
            distances = [apart(ours[name], theirs[name]) for name in FIGURES]
            sides = ""
            if kind == "difference":
                own, other = found[test]["favoured"], expected_sides(table)
                distances += [apart(own[name], other[name]) for name in other]
                sides = f'{own["kappa"]:.2f}; {own["n_swapped"]} of {own["n_favoured"]}'
            worst, n_figures = max(worst, *distances), n_figures + len(distances)
            icc = lambda name: f'{ours[name]:.2f} ({ours[name + "_low"]:.2f} to {ours[name + "_high"]:.2f})'
            limits = f'{ours["limit_low"]:.1f} to {ours["limit_high"]:.1f}'
            rows.append((
                test, kind, "{} × {}".format(*table.shape), icc("icc_agreement"), icc("icc_consistency"),
                f'{ours["sem"]:.2f}', f'{ours["mdc95"]:.2f}', limits, sides,
            ))
    return rows, worst, n_figures


def show(title, outcome):
    """Prints one table; ends the run when a figure is too far from the other program's."""
    rows, worst, n_figures = outcome
    print(f"\n{title}\n")
    header = "test", "of", "rows × visits", "ICC(2,1)", "ICC(3,1)", "SEM", "MDC95", "limits of agreement", "kappa; swapped"
    for row in (header, ("---",) * len(header), *rows):
        print("| " + " | ".join(row) + " |")
    print(f"\n{n_figures} figures compared, largest distance {worst:.1e}.")
    if not worst < TOLERANCE:
        sys.exit(f"a figure is further away than {TOLERANCE:g}")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, cybex, y_balance = sys.argv[1:]
    pg.options["round.column.CI95"] = None
    trials = read_cybex(cybex)
    common = [cybex, "--map", str(MAPS / "exscidata-cybex.toml")]
    show("Dynamometer, all visits, mean of trials", compare(trials, run(program, common), "mean"))
    options = [*common, "--visits", "2", "--value", "best"]
    show("Dynamometer, first two visits, best of trials", compare(trials, run(program, options), "best", 2))
    trials = read_y_balance(y_balance)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "y-balance.csv"
        write_long(trials, path)
        for how in ("mean", "best"):
            found = run(program, [str(path), "--value", how])
            show(f"Y-balance, {how} of three trials", compare(trials, found, how))


if __name__ == "__main__":
    main()
