#!/usr/bin/env python3
"""Does the change that the program tells find the leg that trained more?

Usage: change.py TABLE.csv LEGS.csv ONE_RM.csv --program evenstride [--seed 1] [--keep FILE]

TABLE.csv is the dynamometer table of the exscidata package, LEGS.csv its table of which leg trained with three sets
and which with one (data-raw_oneThreeSetLeg.csv), ONE_RM.csv its table of one-repetition maxima. Prints the tables of
README.md. Needs Python 3.11 and numpy. With --keep the answer of the program is written to FILE, or taken from it when
it exists.
"""

import argparse
import csv
import json
import math
import sys
import tempfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from exscidata import GROUPS, MAP, VISITS, WITHOUT, day_of, read_table, run, trials

LEG_OF = {"L": "left", "R": "right"}
LIFTS = {"quads": "legext", "hamstrings": "legcurl"}
SOURCES = {"catalogue": ["--noise", "catalogue"], "repeats": []}
# Two sessions a week of what the study trained; how many there were is not in the tables.
EXERCISES = ("single-leg-press", "leg-extension", "seated-leg-curl")
SESSION_DAYS = (2, 5)


def legs_by_training(path):
    """The leg with three sets and the leg with one, of everybody whom the study included."""
    with open(path, newline="", encoding="utf-8") as table:
        return {
            row["subject"]: (LEG_OF[row["multiple"]], LEG_OF[row["single"]])
            for row in csv.DictReader(table, delimiter=";")
            if row["include"] == "incl"
        }


def write_logs(folder, training):
    """A log for everybody: from the second visit to the last, three sets with one leg and one with the other."""
    first, last = (date.fromisoformat(day_of()[visit]) for visit in (VISITS[1], VISITS[-1]))
    weeks = (last - first).days // 7
    for subject, (three, one) in training.items():
        with open(folder / f"{subject}.csv", "w", newline="", encoding="utf-8") as log:
            out = csv.writer(log, lineterminator="\n")
            out.writerow(["date", "exercise", "side", "set", "reps"])
            for week in range(weeks):
                for day in SESSION_DAYS:
                    on = (first + timedelta(days=7 * week + day)).isoformat()
                    for exercise in EXERCISES:
                        out.writerows([on, exercise, three, number, 8] for number in (1, 2, 3))
                        out.writerow([on, exercise, one, 1, 8])


def plain_changes(rows, before):
    """The plain change of each leg by (subject, group): mean logarithm after training less the mean before, times 100.

    A test counts when a leg has both; the change of a group is the mean over its tests.
    """
    values = trials(rows)

    def level(subject, test, visit, leg):
        found = values.get((subject, test, visit), {}).get(leg)
        return sum(map(math.log, found)) / len(found) if found else None

    out = {}
    for subject in sorted({key[0] for key in values}):
        for group, tests in GROUPS.items():
            legs = {}
            for leg, name in LEG_OF.items():
                gains = []
                for test in tests:
                    first = [x for visit in before if (x := level(subject, test, visit, leg)) is not None]
                    last = level(subject, test, VISITS[-1], leg)
                    if first and last is not None:
                        gains.append(100 * (last - sum(first) / len(first)))
                if gains:
                    legs[name] = sum(gains) / len(gains)
            if len(legs) == 2:
                out[subject, group] = legs
    return out


def lifted_changes(path):
    """The plain change of each leg on the training machines, which the program does not see, by (subject, group)."""
    best = {}
    with open(path, newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if row["load"] not in ("", "NA") and row["leg"].strip() and row["exercise"] in LIFTS.values():
                key = (row["subject"], row["exercise"], row["timepoint"], LEG_OF[row["leg"].strip()])
                best[key] = max(float(row["load"]), best.get(key, 0.0))
    out = {}
    for subject in sorted({key[0] for key in best}):
        for group, lift in LIFTS.items():
            legs = {}
            for leg in LEG_OF.values():
                first = [math.log(best[k]) for visit in VISITS[:2] if (k := (subject, lift, visit, leg)) in best]
                last = best.get((subject, lift, VISITS[-1], leg))
                if first and last:
                    legs[leg] = 100 * (math.log(last) - sum(first) / len(first))
            if len(legs) == 2:
                out[subject, group] = legs
    return out


def told_changes(answer):
    """The change of each leg that the program tells, its interval, and the verdict on the gap, by (subject, group)."""
    out = {}
    for assessment in answer["assessments"]:
        for finding in assessment["findings"]:
            change = finding.get("change")
            if finding["comparison"] != "left-right" or finding["group"] not in GROUPS or not change:
                continue
            if not change.get("legs"):
                raise SystemExit(f"{assessment['subject']}, {finding['group']}: no change of each leg")
            out[assessment["subject"], finding["group"]] = (change["legs"], change["gap"], change["verdict"])
    return out


def mean_and_interval(numbers, seed):
    """The mean over people and the 95 % interval of drawing the people anew."""
    numbers = np.array(numbers)
    rng = np.random.default_rng(seed)
    means = numbers[rng.integers(0, len(numbers), (10_000, len(numbers)))].mean(axis=1)
    return numbers.mean(), *np.quantile(means, [0.025, 0.975]), numbers.std(ddof=1)


def text(triple):
    """A mean with its interval."""
    return "{:+.1f} ({:+.1f} to {:+.1f})".format(*triple[:3])


def print_group(name, changes, training, group, seed):
    """One line: both legs, the advantage of three sets, its spread between people, and on how many sides it is."""
    rows = [(changes[s, group][three], changes[s, group][one]) for s, (three, one) in training.items() if (s, group) in changes]
    three, one = (mean_and_interval(part, seed) for part in zip(*rows))
    more = [a - b for a, b in rows]
    advantage = mean_and_interval(more, seed)
    ahead = sum(d > 0 for d in more)
    print(f"| {group} | {name} | {len(rows)} | {text(three)} | {text(one)} | {text(advantage)} | {advantage[3]:.1f} | {ahead} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("legs", type=Path)
    parser.add_argument("one_rm", type=Path)
    parser.add_argument("--program", default="evenstride")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    rows, _ = read_table(arguments.table)
    training = legs_by_training(arguments.legs)
    training = {s: legs for s, legs in training.items() if any(r["subject"] == s for r in rows)}
    answers = {}
    if arguments.keep and arguments.keep.exists():
        answers = json.loads(arguments.keep.read_text(encoding="utf-8"))
    else:
        common = ["assess", arguments.table, "--map", MAP, "--by", "subject", "--format", "json", "--catalog", WITHOUT]
        common += ["--as-of", day_of()[VISITS[-1]]]
        with tempfile.TemporaryDirectory() as folder:
            write_logs(Path(folder), training)
            for name, noise in SOURCES.items():
                for how, log in ((f"noise from {name}", []), (f"noise from {name}, told the sets", ["--trained", folder])):
                    answers[how] = json.loads(run(arguments.program, [*common, *noise, *log])[0])
        if arguments.keep:
            arguments.keep.write_text(json.dumps(answers), encoding="utf-8")

    told = {name: told_changes(answer) for name, answer in answers.items()}
    smooth = {name: {key: {leg: legs[leg]["middle"] for leg in legs} for key, (legs, _, _) in found.items()} for name, found in told.items()}
    plain = {
        "raw, from the mean of pre and session1": plain_changes(rows, VISITS[:2]),
        "raw, from pre alone": plain_changes(rows, VISITS[:1]),
    }
    print("Change of 100·ln from before the training to after it; mean over people (95 % interval):\n")
    print("| muscle | how | people | leg with three sets | leg with one set | three sets gained more by | SD between people | people with more in the leg with three sets |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for group in GROUPS:
        for name, changes in plain.items():
            print_group(name, changes, training, group, arguments.seed)
        for name, changes in smooth.items():
            print_group(f"Evenstride, {name}", changes, training, group, arguments.seed)

    print("\nHeld against the machines that they trained on, which the program did not see. How far off each one's change of the")
    print("left against the right leg is from the change in the one-repetition maximum (mean absolute error, 95 % interval):\n")
    print("| muscle | people | nothing changed | raw | " + " | ".join(f"Evenstride, {name}" for name in smooth) + " | correlation: raw | " + " | ".join(f"Evenstride, {name}" for name in smooth) + " |")
    print("| --- | --- | --- | --- |" + " --- |" * (2 * len(smooth) + 1))
    lifted = lifted_changes(arguments.one_rm)
    told_by = [plain["raw, from the mean of pre and session1"], *smooth.values()]
    for group in GROUPS:
        known = sorted(s for s, g in lifted if g == group and all((s, group) in changes for changes in told_by))
        seen = np.array([lifted[s, group]["left"] - lifted[s, group]["right"] for s in known])
        said = [np.array([changes[s, group]["left"] - changes[s, group]["right"] for s in known]) for changes in told_by]
        errors = [text(mean_and_interval(np.abs(seen - guess), arguments.seed)).replace("+", "") for guess in (0 * seen, *said)]
        related = [f"{np.corrcoef(seen, guess)[0, 1]:.2f}" for guess in said]
        print(f"| {group} | {len(known)} | " + " | ".join(errors + related) + " |")

    print("\nWhat is told about the gap between the legs, people who were included, and of those who are told that it changed,")
    print("how many are told that the leg with three sets gained on the other:\n")
    print("| muscle | how | better | worse | not-detectable | undecided | changed the right way |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for group in GROUPS:
        for name, found in told.items():
            said = Counter(found[s, group][2] for s in training if (s, group) in found)
            moved = [
                found[s, group][0][three]["middle"] > found[s, group][0][one]["middle"]
                for s, (three, one) in training.items()
                if (s, group) in found and found[s, group][2] in ("better", "worse")
            ]
            counts = " | ".join(str(said[v]) for v in ("better", "worse", "not-detectable", "undecided"))
            print(f"| {group} | {name} | {counts} | {sum(moved)} of {len(moved)} |")


if __name__ == "__main__":
    main()
