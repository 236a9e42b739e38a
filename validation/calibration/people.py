"""Made-up people whose true side differences are known, and tables of what was measured on them.

This is not the program's model turned round. Differences of ordinary people have the tails of a Student distribution
and not of the program's prior; trials scatter by another Student distribution; every person and every test scatters
more or less than the catalogue says; what a test shows of each muscle differs from person to person; all tests of a
person share a part of their oddities; values are typed wrongly, sides are mixed up, efforts break off; some train,
some are injured, and the program is told nothing of it.
"""

import csv
import datetime
import math
from dataclasses import dataclass

import numpy as np

LAST_DAY = datetime.date(2024, 6, 29)


@dataclass(frozen=True)
class Test:
    """A test as it is in the simulated world."""

    unit: str
    base: float
    spread: float
    shares: dict
    n_trials: tuple
    trial: float
    leg_day: float
    both_day: float
    oddity: float
    step: float
    flexibility: bool = False
    sign: float = 1.0
    degrees: float = 1.0


# Noise in 100·ln, for angles in degrees.
TESTS = {
    "strap-knee-ext": Test("N", 330, 0.28, {"quads": 1.0}, (2, 3), 5.5, 4.5, 4.5, 5.0, 1.0),
    "strap-knee-flex": Test("N", 190, 0.26, {"hamstrings": 0.9, "gastrocnemius": 0.1}, (2, 3), 6.0, 5.5, 4.5, 5.0, 1.0),
    "strap-hip-abd": Test("N", 150, 0.26, {"abductors": 0.7, "tfl": 0.18, "glutes": 0.12}, (2, 3), 6.0, 6.0, 4.0, 5.0, 1.0),
    "strap-hip-add": Test("N", 160, 0.27, {"adductors": 0.95, "hamstrings": 0.05}, (2, 3), 5.5, 5.0, 4.0, 5.0, 1.0),
    "leg-ext-1rm-single": Test("kg", 52, 0.27, {"quads": 1.0}, (1,), 1.5, 3.2, 4.5, 5.0, 2.5),
    "leg-curl-1rm-single": Test("kg", 50, 0.22, {"hamstrings": 0.9, "gastrocnemius": 0.1}, (1,), 1.5, 4.0, 4.0, 3.0, 2.5),
    "wall-sit-single": Test("s", 42, 0.4, {"quads": 0.8, "glutes": 0.12, "abductors": 0.08}, (1,), 10.0, 11.0, 12.0, 8.0, 1.0),
    "heel-rise-single": Test(
        "reps", 25, 0.22, {"soleus": 0.47, "gastrocnemius": 0.41, "deep-calf": 0.07, "toe-flexors": 0.05}, (1,), 5.5, 6.0, 6.0, 8.0, 1.0
    ),
    "single-leg-bridge-bent": Test(
        "reps", 24, 0.35, {"glutes": 0.55, "hamstrings": 0.25, "abductors": 0.15, "quads": 0.05}, (1,), 8.0, 9.5, 9.0, 10.0, 1.0
    ),
    "hop-single": Test(
        "cm",
        135,
        0.2,
        {"quads": 0.33, "glutes": 0.22, "hamstrings": 0.15, "soleus": 0.13, "gastrocnemius": 0.12, "abductors": 0.05},
        (3,),
        3.0,
        2.5,
        2.0,
        5.0,
        1.0,
    ),
    "ake": Test("deg", 32, 9.0, {"hamstrings": 0.95, "gastrocnemius": 0.05}, (2,), 1.6, 1.8, 1.2, 2.0, 1.0, True, -1.0),
    "wblt-cm": Test("cm", 11, 7.0, {"soleus": 0.85, "gastrocnemius": 0.15}, (2,), 1.0, 1.2, 0.8, 1.8, 0.5, True, 1.0, 2.5),
    "thomas-knee": Test("deg", 52, 10.0, {"quads": 1.0}, (2,), 3.5, 4.5, 2.0, 3.0, 1.0, True),
}
BATTERIES = (
    ("strap-knee-ext", "strap-knee-flex", "strap-hip-abd", "heel-rise-single", "wblt-cm"),
    ("strap-knee-ext", "wall-sit-single", "heel-rise-single", "single-leg-bridge-bent", "ake"),
    ("leg-ext-1rm-single", "leg-curl-1rm-single", "heel-rise-single", "hop-single", "thomas-knee"),
    ("strap-knee-ext", "leg-ext-1rm-single", "strap-knee-flex", "strap-hip-abd", "strap-hip-add", "ake"),
)
# The spread of an ordinary person's difference: strength in 100·ln, flexibility in degrees.
STRENGTH_SPREAD = {
    "quads": 5.0, "hamstrings": 5.0, "adductors": 6.5, "abductors": 6.0, "tfl": 6.5, "glutes": 6.0,
    "soleus": 5.5, "gastrocnemius": 5.5, "deep-calf": 8.0, "toe-flexors": 9.0,
}
FLEXIBILITY_SPREAD = {"quads": 4.5, "hamstrings": 4.0, "soleus": 2.5, "gastrocnemius": 2.5}
# What a shared cause weakens together.
TOGETHER = (("quads",), ("hamstrings",), ("soleus", "gastrocnemius", "deep-calf"), ("abductors", "glutes", "tfl"), ("adductors",))
WHOLE_LEG = ("hop-single", "single-leg-bridge-bent")
TAIL = 5.0
TRIAL_TAIL = 4.0


def student(rng, tail):
    """A Student number with the spread 1."""
    return rng.standard_t(tail) / math.sqrt(tail / (tail - 2))


def differences(rng):
    """A person's true differences on the first day by quality and group, and what kind of person it is."""
    common = rng.normal()
    mix = math.sqrt(0.15), math.sqrt(0.85)
    strength = {g: sd * (mix[0] * common + mix[1] * student(rng, TAIL)) for g, sd in STRENGTH_SPREAD.items()}
    strength["gastrocnemius"] = 0.7 * strength["soleus"] + 0.7 * strength["gastrocnemius"]
    flexibility = {g: sd * student(rng, TAIL) for g, sd in FLEXIBILITY_SPREAD.items()}
    flexibility["gastrocnemius"] = 0.7 * flexibility["soleus"] + 0.7 * flexibility["gastrocnemius"]
    kind, chance = "ordinary", rng.random()
    if chance < 0.15:
        kind = "large"
        for part in rng.permutation(len(TOGETHER))[: rng.integers(1, 3)]:
            side, size = rng.choice((-1.0, 1.0)), rng.uniform(10, 35)
            for group in TOGETHER[part]:
                strength[group] += side * size * rng.uniform(0.7, 1.3)
        if rng.random() < 0.5:
            group = rng.choice(list(FLEXIBILITY_SPREAD))
            flexibility[group] += rng.choice((-1.0, 1.0)) * rng.uniform(6, 20)
    elif chance < 0.21:
        kind = "injured"
        side, size = rng.choice((-1.0, 1.0)), rng.uniform(5, 18)
        for group in strength:
            strength[group] += side * size * rng.uniform(0.5, 1.5)
        for group in flexibility:
            flexibility[group] += side * rng.uniform(0, 5)
    return {"strength": strength, "flexibility": flexibility}, kind


def later(rng, start, kind, years, trains):
    """The same differences after some time: they wander, and training takes some of a large one away."""
    moved = {}
    for quality, spread in (("strength", STRENGTH_SPREAD), ("flexibility", FLEXIBILITY_SPREAD)):
        keep = 1 - (0.4 * (1 - math.exp(-years / 0.4)) if trains and kind != "ordinary" else 0.0)
        moved[quality] = {g: keep * d + 0.5 * spread[g] * math.sqrt(years) * rng.normal() for g, d in start[quality].items()}
    return moved


def written(test, value):
    """A value as it is read off: in whole steps."""
    value = max(value, test.step) if not test.flexibility else value
    return round(round(value / test.step) * test.step, 1)


def measure(rng, name, test, person, day_index, truth, favour):
    """The trials of both legs in one test on one day: (left, right)."""
    quality = "flexibility" if test.flexibility else "strength"
    difference = sum(share * truth[quality].get(g, 0.0) for g, share in person["shares"][name].items())
    difference += person["oddity"][name]
    scale = person["scatter"] * person["test_scatter"][name]
    both = test.both_day * rng.normal() + (person["gain"][name] if day_index else 0.0)
    legs = []
    for half in (0.5, -0.5):
        day = scale * test.leg_day * rng.normal() + (rng.normal(-12, 5) if rng.random() < 0.01 else 0.0)
        values = []
        for _ in range(person["n_trials"][name]):
            moved = both + half * difference + day + scale * test.trial * student(rng, TRIAL_TAIL)
            if test.flexibility:
                value = test.base + test.sign * (person["level"][name] + moved) / test.degrees
            else:
                value = test.base * math.exp(person["level"][name] + moved / 100)
            if rng.random() < 0.01:
                value *= rng.uniform(0.55, 0.8)
            if rng.random() < 0.001:
                value *= 10.0 if rng.random() < 0.5 else 0.1
            values.append(written(test, value))
        legs.append(values)
    if rng.random() < 0.005:
        legs.reverse()
    return legs


def make_person(rng, subject, factor_of_test):
    """Rows of what was measured on one person, and rows of what is true of the last day."""
    start, kind = differences(rng)
    names = [name for name in BATTERIES[rng.integers(len(BATTERIES))]]
    n_visits = int(rng.choice([1, 2, 3, 4], p=[0.4, 0.3, 0.15, 0.15]))
    gaps = [int(rng.choice([3, 7, 14, 28, 56])) for _ in range(n_visits - 1)]
    trains, handedness = rng.random() < 0.5, rng.normal()
    person = {
        "scatter": rng.uniform(0.7, 1.3),
        "test_scatter": factor_of_test,
        "shares": {},
        "oddity": {},
        "gain": {},
        "level": {},
        "n_trials": {},
    }
    body = rng.normal()
    for name in names:
        test = TESTS[name]
        weights = rng.dirichlet([40 * share for share in test.shares.values()])
        person["shares"][name] = dict(zip(test.shares, weights))
        person["oddity"][name] = test.oddity * (0.5 * handedness + math.sqrt(0.75) * rng.normal())
        person["gain"][name] = 0.0 if test.flexibility else rng.normal(4, 4)
        person["level"][name] = test.spread * (0.7 * body + math.sqrt(0.51) * rng.normal())
        person["n_trials"][name] = int(rng.choice(test.n_trials))
    days = [0]
    for gap in gaps:
        days.append(days[-1] + gap)
    rows, truth, before = [], start, 0
    for index, day in enumerate(days):
        truth = later(rng, truth, kind, (day - before) / 365.25, trains) if index else truth
        before = day
        date = LAST_DAY - datetime.timedelta(days=days[-1] - day)
        for name in names:
            legs = measure(rng, name, TESTS[name], person, index, truth, handedness)
            for side, values in zip(("left", "right"), legs):
                for attempt, value in enumerate(values, 1):
                    rows.append((subject, name, side, attempt, f"{value:g}", TESTS[name].unit, date.isoformat()))
    # A task of the whole leg tells the differences of its muscles, each with its share.
    for name in WHOLE_LEG:
        if name in names:
            truth["strength"]["whole-leg"] = sum(share * truth["strength"][g] for g, share in TESTS[name].shares.items())
    truths = [(subject, kind, n_visits, q, g, d) for q, found in truth.items() for g, d in found.items()]
    return rows, truths


def make_table(path, seed, index, n_people):
    """One file of measurements of `n_people`, and what is true of them."""
    world = np.random.default_rng([seed, 0])
    factor_of_test = {name: math.exp(world.normal(0, 0.2)) for name in TESTS}
    rng = np.random.default_rng([seed, index + 1])
    truths = []
    with open(path, "w", newline="", encoding="utf-8") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(("subject", "test", "side", "attempt", "value", "unit", "date"))
        for number in range(n_people):
            rows, true = make_person(rng, f"p{index:02}-{number:03}", factor_of_test)
            writer.writerows(rows)
            truths += true
    return truths
