"""Reads the catalogue and a person's two files, for the sampler and the comparer.

Nothing here comes from the Rust code: the TOML and the CSV are read again, so that a slip in one reader shows.
Read next: model.py.
"""

import csv
import datetime
import math
import pathlib
import tomllib
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "crates" / "catalog" / "data"

LOG_QUALITIES = ("strength", "size", "control", "load-sharing")
NM_PER_FT_LB = 0.3048 * 0.45359237 * 9.80665
# Factors to the unit in which tests keep such values; norms are printed in few others.
UNIT = {
    "N": ("force", 1.0), "kgf": ("force", 9.80665), "lbf": ("force", 0.45359237 * 9.80665),
    "Nm": ("torque", 1.0), "ft-lb": ("torque", NM_PER_FT_LB),
    "kg": ("mass", 1.0), "lb": ("mass", 0.45359237),
    "cm": ("length", 1.0), "m": ("length", 100.0), "mm": ("length", 0.1), "in": ("length", 2.54),
    "deg": ("angle", 1.0), "s": ("time", 1.0), "ms": ("time", 0.001), "min": ("time", 60.0),
    "reps": ("count", 1.0), "percent": ("share", 1.0), "N/kg": ("force/mass", 1.0), "Nm/kg": ("torque/mass", 1.0),
    "W": ("power", 1.0), "mmHg": ("pressure", 1.0), "cm3": ("volume", 1.0), "ratio": ("ratio", 1.0),
}


@dataclass
class Catalogue:
    tests: dict
    groups: dict
    rules: dict
    ratios: list
    sports: list
    after_injury: list
    norms: list
    pain_limit: int


def load_toml(name):
    with open(DATA / name, "rb") as file:
        return tomllib.load(file)


def number(text):
    return float(text) if text.strip() else None


def read_norms():
    """The rows of norms.csv that are of people as they come."""
    with open(DATA / "norms.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    norms = []
    for row in rows:
        if row["level"].strip() != "general":
            continue
        norms.append({
            "test": row["test"].strip(),
            "sex": {"F": "female", "M": "male", "B": None}[row["sex"].strip()],
            "age_min": int(row["age_min"]), "age_max": int(row["age_max"]),
            "n": int(row["n"]) if row["n"].strip() else 0,
            "mean": number(row["mean"]), "sd": number(row["sd"]), "p50": number(row["p50"]),
            "unit": row["unit"].strip(), "protocol": row["protocol"].strip(), "grade": row["grade"].strip(),
        })
    return norms


def read_catalogue():
    tests = {}
    for path in sorted(DATA.glob("tests-*.toml")):
        for test in load_toml(path.name)["test"]:
            tests[test["id"]] = test
    pairs = load_toml("pairs.toml")
    after = []
    for path in sorted(DATA.glob("after-injury*.toml")):
        after += load_toml(path.name)["after_injury"]
    return Catalogue(
        tests=tests,
        groups={group["id"]: group for group in load_toml("groups.toml")["group"]},
        rules={entry["id"]: entry["value"] for entry in load_toml("model.toml")["assumption"]},
        ratios=[ratio for pair in pairs["pair"] for ratio in pair["ratio"]],
        sports=pairs.get("sport", []),
        after_injury=after,
        norms=read_norms(),
        pain_limit=load_toml("doses.toml")["doses"]["pain_limit_nrs"],
    )


def on_scale(test, value):
    """A value on the scale of the model: natural logarithm, or degrees with more always better."""
    link = test["link"]
    if link in ("log", "count", "share"):
        return math.log(value)
    if link == "inverse-time":
        return -math.log(value)
    degrees = value * test.get("degrees_per_unit", 1.0)
    return -degrees if test.get("smaller_is_better", False) else degrees


def scale_of_noise(test):
    """What the figures of the noise are multiplied by to stand on the scale of the model."""
    return abs(test.get("degrees_per_unit", 1.0)) if test["link"] == "linear" else 0.01


def norm_of(catalogue, test, person, as_of):
    """The norm on the scale of the model, or None."""
    if "birth_year" not in person:
        return None
    age = as_of.year - person["birth_year"]
    if age < 18:
        return None
    fitting = [
        norm for norm in catalogue.norms
        if norm["test"] == test["id"] and norm["age_min"] <= age <= norm["age_max"]
        and norm["sex"] in (None, person.get("sex"))
    ]
    if not fitting:
        return None
    norm = min(fitting, key=lambda norm: (norm["sex"] is None, norm["protocol"] != "", norm["grade"],
                                          norm["age_max"] - norm["age_min"], -norm["n"]))
    middle = norm["p50"] if norm["p50"] is not None else norm["mean"]
    if middle is None:
        return None
    (from_kind, from_factor), (to_kind, to_factor) = UNIT[norm["unit"]], UNIT[test["unit"]]
    middle *= from_factor / to_factor
    if from_kind != to_kind:
        mass = person.get("mass_kg")
        if (from_kind, to_kind) in (("force/mass", "force"), ("torque/mass", "torque")):
            if mass is None:
                return None
            middle *= mass
        elif (from_kind, to_kind) in (("force", "force/mass"), ("torque", "torque/mass")):
            if mass is None:
                return None
            middle /= mass
        elif (from_kind, to_kind) == ("mass", "force"):
            middle *= 9.80665
        else:
            return None
    if test["link"] != "linear" and norm["p50"] is None and norm["mean"] and norm["sd"]:
        middle /= math.sqrt(1.0 + (norm["sd"] / norm["mean"]) ** 2)
    return on_scale(test, middle)


@dataclass
class Instrument:
    """One test with one device: used trials by day and side, or pairs by day for a share."""

    test: dict
    device: str | None
    days: dict = field(default_factory=dict)


def median(values):
    values = sorted(values)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else 0.5 * (values[middle - 1] + values[middle])


def read_measurements(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [
            {"test": row["test"], "side": row["side"], "attempt": int(row["attempt"]), "value": float(row["value"]),
             "day": datetime.date.fromisoformat(row["date"]), "device": row["device"] or None,
             "pain": int(row["pain"]) if row["pain"] else None}
            for row in csv.DictReader(file)
        ]


def gather(catalogue, trials):
    """Sorts trials into instruments; what hurt and what is doubtful stays out."""
    by_instrument = {}
    for trial in trials:
        by_instrument.setdefault((trial["test"], trial["device"] or ""), []).append(trial)
    instruments = []
    for (test_id, device), rows in sorted(by_instrument.items()):
        test = catalogue.tests[test_id]
        low, high = test["plausible"]
        fit = [row for row in rows
               if (test["quality"] == "size" or (row["pain"] or 0) < catalogue.pain_limit) and low <= row["value"] <= high]
        if not fit:
            continue
        middle = median([on_scale(test, row["value"]) for row in fit])
        instrument = Instrument(test, device or None)
        for row in fit:
            if test["link"] in ("log", "inverse-time", "count"):
                if abs(on_scale(test, row["value"]) - middle) > math.log(3.0):
                    continue
            day = instrument.days.setdefault(row["day"], {"left": [], "right": [], "attempts": {}})
            day[row["side"]].append(row["value"])
            day["attempts"].setdefault(row["attempt"], {})[row["side"]] = row["value"]
        instruments.append(instrument)
    return instruments
