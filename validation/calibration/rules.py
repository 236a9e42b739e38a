"""What simple rules make of the same measurements: how far each is beyond its own threshold, and on which side."""

import csv
import math
import tomllib
from collections import defaultdict
from pathlib import Path

import numpy as np
from people import TESTS

CATALOGUE = Path(__file__).resolve().parents[2] / "crates" / "catalog" / "data"
# The muscle that a test is taken to stand for; a hop stands for the whole leg.
STANDS_FOR = {name: max(test.shares, key=test.shares.get) for name, test in TESTS.items()} | {"hop-single": "whole-leg"}
ICC = 0.5
RULES = (
    "10 %, each test, last visit",
    "15 %, each test, last visit",
    "MDC95, each test, last visit",
    "more than the CV of the trials, last visit",
    "10 %, mean of all",
    "15 %, mean of all",
    "MDC95 of the mean of all",
    "mean of all shrunk by ICC 0.5",
)


def noise_of_tests():
    """The catalogue's noise of a trial and of a leg's day, in 100·ln or degrees."""
    found = {}
    for path in sorted(CATALOGUE.glob("tests-*.toml")):
        with open(path, "rb") as file:
            for test in tomllib.load(file)["test"]:
                if test["id"] in TESTS:
                    degrees = test.get("degrees_per_unit", 1.0) if test["link"] == "linear" else 1.0
                    found[test["id"]] = (test["noise"]["trial"] * degrees, test["noise"]["leg_day"] * degrees)
    return found


def visits_of(path):
    """Left and right trials by (subject, test, day), in 100·ln or degrees, more being better.

    In the rules' favour a value that is more than a factor of three away from the median of that person's test is
    left out, as a careful reader would. Angles are kept as they are.
    """
    raw = defaultdict(lambda: defaultdict(lambda: {"left": [], "right": []}))
    with open(path, newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            raw[row["subject"], row["test"]][row["date"]][row["side"]].append(float(row["value"]))
    out = defaultdict(dict)
    for (subject, name), days in raw.items():
        test = TESTS[name]
        middle = np.median([v for legs in days.values() for values in legs.values() for v in values])
        for day, legs in sorted(days.items()):
            kept = {}
            for side, values in legs.items():
                if test.flexibility:
                    kept[side] = [test.sign * test.degrees * v for v in values]
                else:
                    kept[side] = [100 * math.log(v) for v in values if middle / 3 <= v <= middle * 3]
            if kept["left"] and kept["right"]:
                out[subject, name][day] = (kept["left"], kept["right"])
    return out


def spread_of_trials(legs, fallback):
    """The mean SD of a leg's trials on a day, which is their CV; the catalogue's for a test with one trial."""
    own = [np.std(values, ddof=1) for values in legs if len(values) > 1]
    return float(np.mean(own)) if own else fallback


def statistics(path, deltas):
    """For each rule the signed multiple of its threshold: {(subject, quality, group): {rule: statistic}}.

    A rule calls when the multiple is at least 1; its sign is above 0 when the left leg is the better one.
    """
    noise, grouped, out = noise_of_tests(), defaultdict(list), {}
    for (subject, name), days in visits_of(path).items():
        quality = "flexibility" if TESTS[name].flexibility else "strength"
        grouped[subject, quality, STANDS_FOR[name]].append((name, days))
    for key, tests in grouped.items():
        small = deltas[key[1:]]
        wide = 1.5 * small if key[1] == "flexibility" else -100 * math.log(0.85)
        last, every, variances = {"limit": [], "cv": []}, [], []
        for name, days in tests:
            trial, leg_day = noise[name]
            for day, legs in days.items():
                difference = np.mean(legs[0]) - np.mean(legs[1])
                variance = sum(trial**2 / len(values) + leg_day**2 for values in legs)
                every.append((day, difference))
                variances.append(variance)
            last["limit"].append((difference, 1.96 * math.sqrt(variance)))
            last["cv"].append((difference, max(spread_of_trials(legs, trial), 0.1)))
        average, n_visits = float(np.mean([d for _, d in every])), len({day for day, _ in every})
        largest = max((d for d, _ in last["limit"]), key=abs)
        out[key] = dict(
            zip(
                RULES,
                (
                    largest / small,
                    largest / wide,
                    max((d / limit for d, limit in last["limit"]), key=abs),
                    max((d / cv for d, cv in last["cv"]), key=abs),
                    average / small,
                    average / wide,
                    average / (1.96 * math.sqrt(sum(variances)) / len(variances)),
                    average * n_visits * ICC / (1 + (n_visits - 1) * ICC) / small,
                ),
            )
        )
    return out
