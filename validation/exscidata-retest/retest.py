#!/usr/bin/env python3
"""How well the next visit is predicted, and how many calls are still there later.

Usage: retest.py TABLE.csv --program evenstride [--seed 1] [--keep FILE]

TABLE.csv is the dynamometer table of the exscidata package. Prints the tables of README.md. Needs Python 3.11 and
numpy. With --keep the answers of the program are written to FILE, or taken from it when it exists.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import asking
import calls
import scores
from exscidata import TESTS, VISITS, differences, read_table, trials

LIMIT = 100.0
MODE_NAMES = {"catalogue": "Evenstride, catalogue only", "others": "Evenstride, noise of the other people"}
SCORES = ("log", "crps")
BASELINES = ("no difference", "last visit", "mean of earlier visits", "shrunk mean, by visits", "shrunk mean, one factor")


def gather(values, limit):
    """The values to predict with what simple rules know of each: arrays over values.

    A value beyond the limit is neither scored nor shown to the simple rules. Only values of which the person has an
    earlier one in the same test count, since the last visit predicts no others.
    """
    kept = {key: y for key, y in values.items() if limit is None or abs(y) <= limit}
    keys, y, last, mean, n_earlier, n_first = [], [], [], [], [], 0
    for subject, test, visit in sorted(kept, key=lambda key: (key[0], TESTS.index(key[1]), VISITS.index(key[2]))):
        earlier = [kept[subject, test, v] for v in VISITS[: VISITS.index(visit)] if (subject, test, v) in kept]
        if not earlier:
            n_first += visit != VISITS[0]
            continue
        keys.append((subject, test, visit))
        y.append(kept[subject, test, visit])
        last.append(earlier[-1])
        mean.append(sum(earlier) / len(earlier))
        n_earlier.append(len(earlier))
    columns = {"keys": keys, "y": y, "last": last, "mean": mean, "n": n_earlier}
    data = {name: column if name == "keys" else np.array(column) for name, column in columns.items()}
    data["person"], data["test"], data["visit"] = (np.array(part) for part in zip(*keys))
    data["dropped"], data["first"] = len(values) - len(kept), n_first
    return data


def candidate_means(data):
    """The means of each simple rule, one row for each constant that may be chosen."""
    by_visits = np.array([data["n"] * f / (1 + (data["n"] - 1) * f) * data["mean"] for f in scores.FACTORS])
    by_factor = np.array([f * data["mean"] for f in scores.FACTORS])
    return 0 * data["y"][None], data["last"][None], data["mean"][None], by_visits, by_factor


def baselines(data, cell):
    """Each simple rule with the best constants for these very values: {name: {score: (prediction, constants)}}."""
    _, place, count = np.unique(data["person"], return_inverse=True, return_counts=True)
    weight = 1.0 / count[place]

    def fitted(rows):
        few = rows[:1] if np.ptp(rows, axis=0).max() == 0 else rows
        return {score: scores.fit_baseline(data["y"], few, weight, data["test"], cell, score) for score in SCORES}

    return {name: fitted(rows) for name, rows in zip(BASELINES, candidate_means(data))}


def baselines_of_others(data):
    """Each simple rule with the constants that are best for the other people: {name: prediction} for log density.

    This is how a rule would do on a new person; the program's prediction from the others' repeats is of that kind.
    """
    found = {name: (np.empty(len(data["y"])), np.empty(len(data["y"])), np.zeros(len(data["y"]), int)) for name in BASELINES}
    for person in np.unique(data["person"]):
        for test in np.unique(data["test"][data["person"] == person]):
            learn, own = ((data["test"] == test) & chosen for chosen in (data["person"] != person, data["person"] == person))
            for name, rows in zip(BASELINES, candidate_means(data)):
                best = int(np.argmin(np.mean((data["y"][learn] - rows[:, learn]) ** 2, axis=1)))
                error = data["y"][learn] - rows[best, learn]
                sd, tail, _ = scores.best_spread(error, np.ones(len(error)), "log")
                for into, value in zip(found[name], (rows[best, own], sd, tail)):
                    into[own] = value
    return {name: scores.simple(*parts) for name, parts in found.items()}


def scored(data, for_log, for_crps):
    """Log density and CRPS of each value, of predictions that may differ between the two scores."""
    return for_log.log_density(data["y"]), for_crps.crps(data["y"])


def program_prediction(data, predictions):
    """What the program predicts for each value; it must have said something about each."""
    missing = [key for key in data["keys"] if key not in predictions]
    if missing:
        raise SystemExit(f"no prediction for {len(missing)} values, the first {missing[0]}")
    parts = [predictions[key][0] for key in data["keys"]]
    most = max(len(one) for one in parts)
    # Normals of no weight fill the rows of those that have fewer.
    filled = np.array([[*one, *[(0.0, 0.0, 1.0)] * (most - len(one))] for one in parts])
    return scores.Prediction(*np.moveaxis(filled, 2, 0))


def gain(data, better, worse, seed, part=None):
    """Mean gain in log density and fall in CRPS over people with intervals."""
    part = np.ones(len(data["y"]), bool) if part is None else part
    person = data["person"][part]
    log_gain = scores.per_person((better[0] - worse[0])[part], person)
    crps_fall = scores.per_person((worse[1] - better[1])[part], person)
    return scores.bootstrap(log_gain, seed), scores.bootstrap(crps_fall, seed), float(np.mean(log_gain > 0))


def interval(triple, digits=3):
    """A mean with its interval."""
    return "{:+.{d}f} ({:+.{d}f} to {:+.{d}f})".format(*triple, d=digits)


def print_scores(data, predictions, cell, seed, as_normals=False):
    """The main table for one choice of values."""
    fitted = baselines(data, cell)
    of_program = {MODE_NAMES[mode]: program_prediction(data, predictions[mode]) for mode in asking.MODES}
    if as_normals:
        of_program = {name: one.as_normal() for name, one in of_program.items()}
    told = {name: one["log"][0] for name, one in fitted.items()} | of_program
    all_scores = {name: scored(data, one["log"][0], one["crps"][0]) for name, one in fitted.items()}
    all_scores |= {name: scored(data, one, one) for name, one in of_program.items()}
    print("| prediction | log density | CRPS | typical error | in 50 % | in 80 % | in 95 % |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, (log_score, crps_score) in all_scores.items():
        error = float(np.sqrt(scores.per_person((data["y"] - told[name].middle()) ** 2, data["person"]).mean()))
        below = told[name].below(data["y"])
        inside = " | ".join(f"{100 * scores.coverage(below, level):.0f} %" for level in (0.5, 0.8, 0.95))
        means = [scores.per_person(score, data["person"]).mean() for score in (log_score, crps_score)]
        print(f"| {name} | {means[0]:.3f} | {means[1]:.2f} | {error:.1f} | {inside} |")
    for mode in asking.MODES:
        print(f"\n{MODE_NAMES[mode]}, how much better (95 % interval over people):\n")
        print("| against | gain in log density | fall in CRPS | people with a better log density |")
        print("| --- | --- | --- | --- |")
        for name in BASELINES:
            log_gain, crps_fall, share = gain(data, all_scores[MODE_NAMES[mode]], all_scores[name], seed)
            print(f"| {name} | {interval(log_gain)} | {interval(crps_fall, 2)} | {100 * share:.0f} % |")
    constants = {name: one["log"][1] for name, one in fitted.items()}
    return constants, all_scores, told


def print_parts(data, all_scores, kind, parts, seed):
    """The gains for each test or each visit."""
    for mode in asking.MODES:
        print(f"\n{MODE_NAMES[mode]}, gain in log density by {kind}:\n")
        print(f"| {kind} | values | " + " | ".join(f"against {name}" for name in BASELINES) + " |")
        print("| --- | --- |" + " --- |" * len(BASELINES))
        for part in parts:
            chosen = data[kind] == part
            cells = [
                interval(gain(data, all_scores[MODE_NAMES[mode]], all_scores[name], seed, chosen)[0], 2)
                for name in BASELINES
            ]
            print(f"| {part} | {chosen.sum()} | " + " | ".join(cells) + " |")


def print_cells(data, all_scores):
    """The gain in each test at each visit against the best simple rule of that cell."""
    for mode in asking.MODES:
        print(f"\n{MODE_NAMES[mode]}, gain in log density against the best simple rule of that test and visit:\n")
        print("| test | " + " | ".join(VISITS[1:]) + " |\n| --- |" + " --- |" * len(VISITS[1:]))
        for test in TESTS:
            row = []
            for visit in VISITS[1:]:
                chosen = (data["test"] == test) & (data["visit"] == visit)
                best = max(all_scores[name][0][chosen].mean() for name in BASELINES)
                row.append(f"{all_scores[MODE_NAMES[mode]][0][chosen].mean() - best:+.2f}")
            print(f"| {test} | " + " | ".join(row) + " |")


def print_where(data, told):
    """In which tenth of its prediction each value came."""
    print("\nIn which tenth of the predicted distribution the values came (100 in each would be exact, in thousandths):\n")
    print("| prediction | " + " | ".join(str(tenth) for tenth in range(1, 11)) + " |\n| --- |" + " --- |" * 10)
    for name in (*BASELINES, *MODE_NAMES.values()):
        tenth = np.minimum((10 * told[name].below(data["y"])).astype(int), 9)
        share = np.bincount(tenth, minlength=10) / len(tenth)
        print(f"| {name} | " + " | ".join(f"{1000 * one:.0f}" for one in share) + " |")


def answers(arguments, rows, columns):
    """What the program said, fresh or from a file that was kept."""
    if arguments.keep and arguments.keep.exists():
        kept = json.loads(arguments.keep.read_text(encoding="utf-8"))
        unfold = {mode: {tuple(row[:3]): tuple(row[3:]) for row in kept["predictions"][mode]} for mode in asking.MODES}
        return unfold, kept["verdicts"], kept["named"]
    with tempfile.TemporaryDirectory() as folder:
        predictions, verdicts = asking.ask(arguments.program, rows, columns, Path(folder))
    named = asking.named_values(arguments.program, arguments.table)
    if arguments.keep:
        fold = {mode: [[*key, *value] for key, value in found.items()] for mode, found in predictions.items()}
        kept = {"predictions": fold, "verdicts": verdicts, "named": named}
        arguments.keep.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return predictions, verdicts, named


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--program", default="evenstride")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    arguments = parser.parse_args()
    rows, columns = read_table(arguments.table)
    values = differences(rows)
    predictions, verdicts, named = answers(arguments, rows, columns)

    print("## Calls at the first visit\n")
    calls.print_calls(rows, values, verdicts)
    data = gather(values, LIMIT)
    print(f"\n## Predicting the next visit: differences up to {LIMIT:g}\n")
    print(f"{len(data['y'])} values of {len(set(data['person']))} people; {data['dropped']} differences beyond the limit")
    print(f"are out for every prediction alike, and {data['first']} have no earlier visit of that test.\n")
    constants, all_scores, told = print_scores(data, predictions, data["test"], arguments.seed)
    print_parts(data, all_scores, "test", TESTS, arguments.seed)
    print_parts(data, all_scores, "visit", VISITS[1:], arguments.seed)
    print_cells(data, all_scores)
    print_where(data, told)
    print("\nThe best constant of the shrunk means, by test:\n")
    print("| test | by visits | one factor |\n| --- | --- | --- |")
    for test in TESTS:
        print(f"| {test} | " + " | ".join(f"{scores.FACTORS[constants[name][test]]:.2f}" for name in BASELINES[3:]) + " |")
    n_trials = {key: max(len(legs["L"]), len(legs["R"])) for key, legs in trials(rows).items()}
    for mode in asking.MODES:
        other = sum(predictions[mode][key][1] != n_trials[key] for key in data["keys"])
        print(f"\n{MODE_NAMES[mode]}: {other} values come from another number of trials than the prediction was meant for.")

    print("\n## Against simple rules whose constants come from the other people\n")
    print("| against | its log density | " + " | ".join(f"gain of {MODE_NAMES[mode]}" for mode in asking.MODES) + " |")
    print("| --- | --- |" + " --- |" * len(asking.MODES))
    for name, prediction in baselines_of_others(data).items():
        score = prediction.log_density(data["y"])
        own = scores.per_person(score, data["person"]).mean()
        gains = [
            scores.bootstrap(scores.per_person(all_scores[MODE_NAMES[mode]][0] - score, data["person"]), arguments.seed)
            for mode in asking.MODES
        ]
        print(f"| {name} | {own:.3f} | " + " | ".join(interval(one) for one in gains) + " |")

    print("\n## The same with the simple rules' SD chosen for each test at each visit\n")
    print_scores(data, predictions, np.char.add(data["test"], data["visit"]), arguments.seed)
    print("\n## The same with one normal in the place of every prediction\n")
    with_tails, scores.TAILS = scores.TAILS, scores.TAILS[:1]
    print_scores(data, predictions, data["test"], arguments.seed, as_normals=True)
    scores.TAILS = with_tails
    for limit in (50.0, None):
        data = gather(values, limit)
        print(f"\n## The same with {'every value in' if limit is None else f'differences up to {limit:g} only'}\n")
        print(f"{len(data['y'])} values; {data['dropped']} left out.\n")
        print_scores(data, predictions, data["test"], arguments.seed)
    print("\n## Values and days that the program names in the whole table\n")
    for code, lines in sorted(named.items()):
        print(f"`{code}`:\n")
        print("\n".join(f"- {line}" for line in lines) + "\n")


if __name__ == "__main__":
    main()
