"""Runs of the program, with only the visits that it may know."""

import csv
import io
import json

from exscidata import MAP, VISITS, WITHOUT, day_of, run, write_table

MODES = ("catalogue", "others")


def ask(program, rows, columns, folder):
    """Predictions by mode and (subject, test, visit), and the verdicts at the first visit by mode.

    A prediction is the normals that it is made of, each with weight, mean and SD, and the trials that it is meant for.

    Mode `catalogue` uses the published noise of other studies. Mode `others` also learns from the repeats of the
    other people, one run for each person and visit, in which nobody else is judged and the person teaches nothing.
    """
    days, common = day_of(), ["--map", MAP, "--by", "subject", "--catalog", WITHOUT]
    people = sorted({row["subject"] for row in rows})
    predictions, verdicts = {mode: {} for mode in MODES}, {mode: [] for mode in MODES}

    def one_run(mode, visit, chosen, noise):
        """One run on the visits before `visit`, or on the first visit when there is none to predict."""
        known = VISITS[: VISITS.index(visit)] if visit else VISITS[:1]
        table = folder / "known.csv"
        write_table(table, [row for row in chosen if row["timepoint"] in known], columns)
        arguments = ["assess", table, *common, *noise, "--as-of", days[visit or VISITS[0]]]
        if not visit:
            out, _ = run(program, [*arguments, "--format", "csv"])
            verdicts[mode] += csv.DictReader(io.StringIO(out))
            return
        out, _ = run(program, [*arguments, "--format", "json", "--predict"])
        for assessment in json.loads(out)["assessments"]:
            for one in assessment["predictions"]:
                parts = [(part["weight"], part["mean"], part["sd"]) for part in one["parts"]]
                predictions[mode][assessment["subject"], one["test"], visit] = (parts, one["n_trials"])

    for visit in (None, *VISITS[1:]):
        one_run("catalogue", visit, rows, ["--noise", "catalogue"])
    for person in people:
        others = folder / "others.csv"
        write_table(others, [row for row in rows if row["subject"] != person], columns)
        own = [row for row in rows if row["subject"] == person]
        for visit in (None, *VISITS[1:]):
            one_run("others", visit, own, ["--noise-from", others])
    return predictions, verdicts


def named_values(program, table):
    """What the program says about single values, days and sides of the whole table, by code of the notice."""
    _, notices = run(program, ["assess", table, "--map", MAP, "--by", "subject", "--format", "csv", "--catalog", WITHOUT])
    found = {}
    for line in notices.splitlines():
        code = line.rsplit("[", 1)[-1].rstrip("]")
        if any(word in code for word in ("value", "wild", "swapped", "disagree")):
            found.setdefault(code, []).append(line.rsplit(" [", 1)[0].replace(f"{table}:", "line "))
    return found
