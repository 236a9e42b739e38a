"""Makes fifty people by chance, from a seed: nobody here exists.

    python3 validation/against-sampling/people.py FOLDER

Each person is drawn from the model of docs/model.md, one number after the other as the page says it, and then, for
some, made odd on purpose: a wild trial, a wild day, a mistake, a bad day of a muscle, a large difference, one that
comes, an injury. Read next: sample.py.
"""

import argparse
import csv
import datetime
import hashlib
import math
import pathlib
import random

import model
from catalogue import gather, norm_of, on_scale, read_catalogue, scale_of_noise

FIRST_DAY = datetime.date(2025, 9, 1)
DIGITS = {"N": 1, "Nm": 1, "cm": 1, "deg": 0, "s": 2, "reps": 0, "percent": 1, "kg": 1, "mm": 1, "ms": 0, "W": 0,
          "ratio": 2, "mmHg": 0, "cm3": 0}

WOMAN = {"sex": "female", "birth_year": 1995, "height_cm": 168, "mass_kg": 63}
MAN = {"sex": "male", "birth_year": 1990, "height_cm": 180, "mass_kg": 79}
WOMAN_OF_64 = {"sex": "female", "birth_year": 1962, "height_cm": 165, "mass_kg": 68}
MAN_OF_76 = {"sex": "male", "birth_year": 1950, "height_cm": 174, "mass_kg": 80}

KNEE_60 = ["isok-knee-ext-60@biodex", "isok-knee-flex-60@biodex"]
KNEE_ALL = [f"isok-knee-{way}-{speed}@biodex" for speed in (60, 120, 240) for way in ("ext", "flex")]
HIP = [f"hhd-hip-{way}@microfet" for way in ("abd", "add", "flex", "ext", "er", "ir")]
STRAP_HIP = [f"strap-hip-{way}" for way in ("abd", "add", "flex", "ext")]
ANKLE = [f"isok-ankle-{way}@humac" for way in ("pf", "df", "inv", "ev")]
HOPS = ["hop-single", "hop-triple", "hop-cross", "hop-6m", "hop-side-30"]
HOME = ["wall-sit-single", "heel-rise-single", "hamstring-bridge-60", "hip-abd-hold", "stair-single-power"]
REACH = ["ake", "slr", "wblt-cm", "gastroc-lunge", "bent-knee-fallout", "rom-hip-ir", "heel-to-buttock"]
SHARES = ["plate-squat", "two-scale-stance", "gait-stance-time"]
BALANCE = ["ybt-ant", "ybt-pm", "ybt-pl", "stance-eyes-open"]
GIRTHS = ["girth-calf", "girth-thigh-mid", "us-thickness-quads", "us-thickness-gastrocnemius"]


def injured(side, days=None, **more):
    """An injury so many days after the first day of testing, before it when negative, some time before when None."""
    return {"what": "simulated", "side": side, "after_days": days, **more}


# What sets each person apart. `days` count from the first day; `trials` left and right of each day.
PEOPLE = [
    dict(who=WOMAN, tests=["heel-rise-single"], trials=(1, 1)),
    dict(who={}, tests=["isok-knee-ext-60"], trials=(3, 3)),
    dict(who=MAN, tests=KNEE_60, trials=(3, 3), mistake=("isok-knee-ext-60", "right", 0, 1.45)),
    dict(who=WOMAN, tests=KNEE_60, days=[0, 7], trials=(3, 3), wait=21),
    dict(who=MAN, tests=KNEE_ALL, trials=(3, 3), bad_muscle=("quads", "left", 0, 0.72)),
    dict(who=WOMAN, tests=KNEE_ALL, days=[0, 42], trials=(3, 3), extra={"quads": -0.18},
         bad_muscle=("hamstrings", "right", 42, 0.78)),
    dict(who=MAN, tests=["isok-knee-ext-60@biodex", "isok-knee-ext-60@cybex", "isok-knee-flex-60@cybex"], trials=(3, 3)),
    dict(who=WOMAN, tests=["hhd-knee-ext@microfet", "hhd-knee-ext@lafayette", "hhd-knee-flex@microfet"], days=[0, 14],
         trials=(2, 3), extra={"quads": 0.2}),
    dict(who=MAN, tests=HIP, trials=(3, 3)),
    dict(who=WOMAN, tests=HIP, days=[0, 28], trials=(2, 2), wait=10, mistake=("hhd-hip-er", "left", 28, 1.6)),
    dict(who=MAN, tests=STRAP_HIP, trials=(3, 3), sport="football", dominant="right"),
    dict(who=MAN, tests=["hhd-hip-add@microfet", "hhd-hip-abd@microfet", "frame-hip-add"], days=[0, 56], trials=(3, 3),
         sport="soccer", dominant="left"),
    dict(who=WOMAN, tests=ANKLE, trials=(5, 5)),
    dict(who=MAN, tests=ANKLE, days=[0, 30], trials=(3, 3), extra={"gastrocnemius": -0.2, "soleus": -0.2}),
    dict(who=WOMAN, tests=HOPS + ["strap-knee-ext", "heel-rise-single"], trials=(3, 3),
         mistake=("strap-knee-ext", "left", 0, 1.5)),
    dict(who=MAN, tests=HOPS + ["isok-knee-ext-60@biodex"], days=[0, 21], trials=(2, 2)),
    dict(who=WOMAN, tests=HOME, trials=(1, 1)),
    dict(who=MAN, tests=HOME + ["wblt-cm", "ake", "girth-calf"], days=[0, 28, 60], trials=(1, 1),
         extra_late={"quads": -0.25}),
    dict(who=WOMAN, tests=REACH, trials=(2, 2)),
    dict(who=MAN, tests=REACH, days=[0, 35], trials=(2, 2), extra={"hamstrings": 12.0}, wait=30,
         mistake=("ake", "right", 35, 0.6)),
    dict(who=WOMAN, tests=SHARES, trials=(5, 5)),
    dict(who=MAN, tests=SHARES, days=[0, 20, 41], trials=(3, 3), extra={"whole-leg": 0.3}),
    dict(who=WOMAN, tests=BALANCE + ["step-down-clean"], trials=(3, 3)),
    dict(who=MAN, tests=BALANCE, days=[0, 18], trials=(3, 3), extra={"whole-leg": -0.12},
         bad_muscle=("whole-leg", "right", 18, 0.88)),
    dict(who=WOMAN, tests=GIRTHS + ["us-thickness-soleus"], trials=(3, 3),
         mistake=("girth-calf", "right", 0, 1.09)),
    dict(who=MAN, tests=GIRTHS + ["dxa-leg-lean", "mri-hamstrings-width"], days=[0, 80], trials=(2, 2)),
    dict(who=WOMAN, tests=["isok-knee-ext-60@biodex", "hop-single", "ybt-ant", "girth-thigh-mid", "ake", "plate-squat"],
         days=[0, 31], trials=(3, 3)),
    # Unequal counts, a leg alone, legs on different days.
    dict(who=MAN, tests=KNEE_60, trials=(1, 5)),
    dict(who=WOMAN, tests=["hhd-knee-ext@microfet", "strap-knee-ext"], days=[0, 9], trials=(4, 2),
         only={"strap-knee-ext": "left"}),
    dict(who=MAN, tests=["leg-ext-1rm-single", "leg-press-1rm-single"], days=[0, 3], trials=(1, 1),
         side_of_day={0: "left", 3: "right"}),
    # A wild trial, a wild day. A mistake is a wild day by its size; a bad muscle shows in every test of it.
    dict(who=WOMAN, tests=["isok-knee-ext-60@biodex"], days=[0, 14], trials=(3, 3),
         wild_trial=("isok-knee-ext-60", "left", 0, 0.62)),
    dict(who=MAN, tests=["hop-single", "strap-knee-ext"], trials=(3, 3), wild_trial=("hop-single", "right", 0, 1.5)),
    dict(who=WOMAN, tests=["slr", "ake"], trials=(2, 2), wild_trial=("slr", "left", 0, 1.25)),
    dict(who=MAN, tests=["isok-knee-ext-60@biodex", "isok-knee-flex-60@biodex"], days=[0, 7, 14], trials=(3, 3),
         wild_day=("isok-knee-ext-60", "right", 7, 0.68)),
    dict(who=WOMAN, tests=["hhd-ankle-pf", "heel-rise-single"], days=[0, 12], trials=(3, 3),
         wild_day=("hhd-ankle-pf", "left", 12, 1.45)),
    # Injuries.
    dict(who=MAN, tests=KNEE_60, trials=(3, 3), injuries=[injured("left", None, groups=["quads"])],
         extra={"quads": -0.6}),
    dict(who=WOMAN, tests=HOME, days=[0, 25], trials=(1, 1), injuries=[injured("right", -200)]),
    dict(who=MAN, tests=["isok-knee-ext-60@biodex", "hop-single"], days=[0, 60, 90], trials=(3, 3),
         injuries=[injured("left", 30, groups=["quads", "hamstrings"])], extra_late={"quads": -0.16}),
    dict(who=WOMAN, tests=KNEE_60 + ["hop-single"], days=[0, 45], trials=(3, 3),
         injuries=[injured("right", -190, operation="acl-reconstruction")], extra={"quads": 0.25, "hamstrings": 0.1}),
    dict(who=MAN, tests=KNEE_60, days=[0, 200], trials=(3, 3),
         injuries=[injured("left", 60, operation="acl-reconstruction")], extra_late={"quads": -0.35}),
    dict(who=WOMAN_OF_64, tests=["strap-knee-ext", "strap-hip-abd", "strap-hip-ext"], days=[0, 40], trials=(3, 3),
         injuries=[injured("left", -60, operation="hip-replacement")], extra={"abductors": -0.25}),
    dict(who=MAN_OF_76, tests=["hhd-knee-ext@microfet", "one-leg-sts-5"], trials=(2, 2),
         injuries=[injured("right", -130, operation="knee-replacement")]),
    dict(who=MAN, tests=["heel-rise-single", "hhd-ankle-pf", "wblt-angle", "girth-calf"], days=[0, 30], trials=(2, 2),
         injuries=[injured("left", -400, groups=["gastrocnemius", "soleus"]), injured("right", 15, groups=["dorsiflexors"])]),
    # Ages.
    dict(who=WOMAN_OF_64, tests=HOME, days=[0, 30], trials=(1, 1)),
    dict(who=MAN_OF_76, tests=KNEE_60 + ["heel-rise-single", "stance-eyes-open"], days=[0, 60], trials=(2, 2)),
    # Many days.
    dict(who=WOMAN, tests=["strap-knee-ext", "strap-knee-flex"], days=[0, 7, 14, 28, 56], trials=(2, 2),
         extra={"quads": -0.1}, extra_late={"quads": -0.3}),
    dict(who=MAN, tests=["heel-rise-single", "seated-heel-raise-load"], days=[0, 10, 20, 40, 80, 160, 320], trials=(1, 1),
         extra_late={"gastrocnemius": 0.25, "soleus": 0.25}),
    dict(who=WOMAN, tests=["hop-6m", "stair-single-power", "one-leg-sts-5"], days=[0, 90, 365], trials=(2, 2), wait=100),
    # One group by many tests; what hurts stays out.
    dict(who=MAN, tests=["isok-knee-ext-60@biodex", "isok-knee-ext-120@biodex", "isom-knee-ext-dyn@biodex", "strap-knee-ext",
                         "leg-ext-reps", "leg-ext-1rm-single"], days=[0, 17], trials=(2, 2), extra={"quads": 0.22},
         hurts=("leg-ext-reps", "left", 17), bad_muscle=("quads", "right", 17, 0.75)),
    dict(who=WOMAN, tests=["clamshell-band-reps", "hip-hitch-reps", "side-lying-add-reps", "toe-raise-wall",
                           "band-eversion-reps"], days=[0, 21], trials=(1, 2)),
]
assert len(PEOPLE) == 50


def correlated(chance, catalogue, names, usual, family):
    """Standard normals with the correlations of the page: a part of all, a part of the family, a part of its own."""
    of_all, of_family, drawn = chance.gauss(0, 1), {}, {}
    for name in names:
        mine = catalogue.groups[name].get("family") if family is not None else None
        own = 1.0 - usual
        drawn[name] = math.sqrt(usual) * of_all
        if mine:
            of_family.setdefault(mine, chance.gauss(0, 1))
            drawn[name] += math.sqrt(family - usual) * of_family[mine]
            own = 1.0 - family
        drawn[name] += math.sqrt(own) * chance.gauss(0, 1)
    return drawn


def draw_states(chance, catalogue, quality, person, as_of, first_day, moments):
    """l and d of every group at every moment, drawn from the prior."""
    rules, unit = catalogue.rules, (1.0 if quality == "flexibility" else 100.0)
    priors = model.priors_of(catalogue, quality)
    names = sorted(priors)
    times = model.age_times(catalogue, quality, person, as_of)
    shift = model.shift_of(catalogue, quality, person)
    levels, differences = {}, {}
    for what in ("l", "d"):
        usual = rules["correlation-of-levels"] if what == "l" else rules["correlation-of-groups"]
        family = None if what == "l" else rules["correlation-of-family"]
        kind = "level" if what == "l" else "difference"
        z0 = correlated(chance, catalogue, names, usual, family)
        z1 = correlated(chance, catalogue, names, usual, family)
        walk, before = {name: 0.0 for name in names}, 0.0
        for t in moments:
            step = correlated(chance, catalogue, names, usual, family)
            for name in names:
                walk[name] += math.sqrt(t - before) * step[name]
                h = 1.0 - math.exp(-t * model.DAYS_A_YEAR / 7.0 / rules["drift-weeks"])
                part = z0[name] + rules[kind + "-walk"] * walk[name] + rules[kind + "-drift"] * h * z1[name]
                if what == "l":
                    levels[name, t] = priors[name]["level_sd"] / unit * part
                else:
                    differences[name, t] = shift.get(name, 0.0) + priors[name]["usual_sd"] * times / unit * part
            before = t
    larges = model.large_parts(catalogue, quality, person, as_of, first_day, unit, times)
    for large in larges:
        u, left_over = 0.0, chance.random()
        for probability, mean, sd in large.states:
            left_over -= probability
            if left_over < 0.0:
                u = chance.gauss(mean, sd)
                break
        for name, width in large.widths.items():
            for t in moments:
                grown = 1.0 - math.exp(-t * model.DAYS_A_YEAR / 7.0 / rules["drift-weeks"]) if large.grows else 1.0
                if t >= large.onset:
                    differences[name, t] += grown * width * u
                    levels[name, t] += 0.5 * large.of_leg() * grown * width * u
    return levels, differences


def draw_scatter(chance, sd, share, times):
    usual, odd = model.wild(sd, share, times)
    return chance.gauss(0, odd if chance.random() < share else usual)


def draw_mistake(chance, rules, quality):
    """What was measured wrongly, on the scale of the model; mostly nothing."""
    if chance.random() >= rules["mistake-share"]:
        return 0.0
    sd = rules["mistake-deg"] if quality == "flexibility" else 0.01 * rules["mistake-percent"]
    return chance.gauss(0, sd * (rules["far-times"] if chance.random() < rules["far-day-share"] else 1.0))


def does(plan, test_id, side, day):
    """Does the plan have this leg in this test on this day?"""
    return plan.get("only", {}).get(test_id, side) == side and plan.get("side_of_day", {}).get(day, side) == side


def draw_wild_muscle(chance, catalogue, plan, key):
    """How a muscle's day goes beyond its usual form: 0, or a standard normal, wider if several tests may share it."""
    rules, (quality, main, side, day) = catalogue.rules, key
    if chance.random() >= rules["wild-muscle-share"]:
        return 0.0
    tests = [word.partition("@")[0] for word in plan["tests"]]
    several = sum(catalogue.tests[test]["quality"] == quality and catalogue.tests[test]["link"] != "share"
                  and model.main_group(catalogue.tests[test]) == main and does(plan, test, side, day) for test in tests) > 1
    return chance.gauss(0, rules["far-times"] if several and chance.random() < rules["far-day-share"] else 1.0)


def back(test, y):
    """From the scale of the model to a value."""
    if test["link"] == "inverse-time":
        return math.exp(-y)
    if test["link"] == "linear":
        return (-y if test.get("smaller_is_better") else y) / test.get("degrees_per_unit", 1.0)
    return math.exp(y)


def round_value(test, value):
    value = round(value, DIGITS[test["unit"]])
    return int(value) if DIGITS[test["unit"]] == 0 else value


def draw_person(chance, catalogue, plan, person, as_of, record=None):
    """All trials of one person. Into `record`, for check.py, go the first y of each cell and the differences.

    With `record` an unknown norm is 0 with the wide offset of the model, instead of a number that looks right.
    """
    rules, days = catalogue.rules, plan.get("days", [0])
    first_day = FIRST_DAY
    moments = sorted({day / model.DAYS_A_YEAR for day in days} | {(as_of - first_day).days / model.DAYS_A_YEAR})
    states, muscle_days, wild_muscles, leg_days, quirks_of, rows = {}, {}, {}, {}, {}, []
    # The rest of a leg's form of the day makes room for the wild days of its muscles.
    f = 1.0 / (1.0 + rules["wild-muscle-share"] * (rules["wild-muscle-times"] ** 2 - 1.0))
    for word in plan["tests"]:
        test_id, _, device = word.partition("@")
        test = catalogue.tests[test_id]
        quality = test["quality"]
        if quality not in states:
            states[quality] = draw_states(chance, catalogue, quality, person, as_of, first_day, moments)
        levels, differences = states[quality]
        noise, scale, main = test["noise"], scale_of_noise(test), model.main_group(test)
        low, high = test["plausible"]
        norm = norm_of(catalogue, test, person, as_of)
        if norm is None:
            # Where the catalogue is silent the middle of what can be right will do; the offset is wide in the model.
            norm = on_scale(test, 0.5 * (low + high) if test["link"] == "linear" else math.sqrt(low * high))
        offset = chance.gauss(0, rules["norm-offset-deg"] if quality == "flexibility" else 0.1)
        if record is not None and norm_of(catalogue, test, person, as_of) is None:
            norm, offset = 0.0, chance.gauss(0, 90.0 if quality == "flexibility" else 3.0)
        protocol = (main, test["protocol"], quality, device)
        quirks_of.setdefault(protocol, chance.gauss(0, 1))
        quirk = noise["quirk"] * scale * (math.sqrt(rules["quirk-of-protocol"]) * quirks_of[protocol]
                                          + math.sqrt(1.0 - rules["quirk-of-protocol"]) * chance.gauss(0, 1))
        learning = 0.0
        if quality in ("strength", "control"):
            learning = 0.01 * chance.gauss(rules["learning-percent"], rules["learning-sd-percent"])
        for n_day, day in enumerate(days):
            t = day / model.DAYS_A_YEAR
            loads = {name: share for name, share in test["loads"].items() if (name, t) in levels}
            extra = {**plan.get("extra", {}), **(plan.get("extra_late", {}) if n_day else {})}
            d = sum(share * (differences[name, t] + extra.get(name, 0.0)) for name, share in loads.items())
            date = first_day + datetime.timedelta(days=day)
            row = {"test": test_id, "unit": test["unit"], "date": date.isoformat(), "device": device, "pain": 0}
            if test["link"] == "share":
                form = draw_scatter(chance, noise["leg_day"] * scale, rules["wild-day-share"], rules["wild-day-times"])
                form += draw_mistake(chance, rules, quality)
                for attempt in range(1, plan["trials"][0] + 1):
                    y = d + quirk + form + draw_scatter(chance, noise["trial"] * scale, rules["wild-trial-share"],
                                                        rules["wild-trial-times"])
                    if record is not None:
                        record.setdefault((test_id, device or None, date, "both"), y)
                        continue
                    whole = {"percent": 100.0, "kg": person.get("mass_kg", 70.0), "ms": 1400.0}[test["unit"]]
                    left = whole / (1.0 + math.exp(-y))
                    rows.append(row | {"side": "left", "attempt": attempt, "value": round_value(test, left)})
                    rows.append(row | {"side": "right", "attempt": attempt, "value": round_value(test, whole - left)})
                continue
            level = sum(share * levels[name, t] for name, share in loads.items())
            both = chance.gauss(0, noise["shared_day"] * scale)
            for side, sign in (("left", 1.0), ("right", -1.0)):
                n_trials = plan["trials"][0 if side == "left" else 1]
                if not does(plan, test_id, side, day):
                    n_trials = 0
                muscle = (quality, main, side, day)
                if muscle not in muscle_days:
                    muscle_days[muscle] = chance.gauss(0, 1)
                    wild_muscles[muscle] = draw_wild_muscle(chance, catalogue, plan, muscle)
                leg_days.setdefault((quality, side, day), chance.gauss(0, 1))
                form = math.sqrt(f * rules["day-of-muscle"]) * muscle_days[muscle]
                form += math.sqrt(f * rules["day-of-leg"]) * leg_days[quality, side, day]
                form += math.sqrt(f * (rules["wild-muscle-times"] ** 2 - 1.0)) * wild_muscles[muscle]
                own = math.sqrt(f * (1.0 - rules["day-of-muscle"] - rules["day-of-leg"]))
                form += draw_scatter(chance, own, rules["wild-day-share"], rules["wild-day-times"])
                form = noise["leg_day"] * scale * form + draw_mistake(chance, rules, quality)
                for attempt in range(1, n_trials + 1):
                    error = draw_scatter(chance, noise["trial"] * scale, rules["wild-trial-share"], rules["wild-trial-times"])
                    y = norm + offset + (learning if n_day else 0.0) + level + sign * 0.5 * (d + quirk) + both + form + error
                    if record is not None:
                        record.setdefault((test_id, device or None, date, side), y)
                        continue
                    value = back(test, y)
                    name, wild_side, wild_day, factor = plan.get("wild_trial", ("", "", 0, 1.0))
                    if (name, wild_side, wild_day, 1) == (test_id, side, day, attempt):
                        value *= factor
                    for odd, what in (("wild_day", test_id), ("mistake", test_id), ("bad_muscle", main)):
                        name, wild_side, wild_day, factor = plan.get(odd, ("", "", 0, 1.0))
                        if (name, wild_side, wild_day) == (what, side, day):
                            value *= factor
                    pain = 6 if plan.get("hurts") == (test_id, side, day) else 0
                    rows.append(row | {"side": side, "attempt": attempt, "value": round_value(test, value), "pain": pain})
    if record is not None:
        for quality, (_, differences) in states.items():
            for (name, t), difference in differences.items():
                record["d", quality, name, t] = difference
    return rows


def can_be_right(catalogue, rows):
    """Is every trial in the range of its test and none doubtful?"""
    trials = [row | {"day": row["date"], "pain": 0, "device": row["device"] or None} for row in rows]
    if any(not catalogue.tests[row["test"]]["plausible"][0] <= row["value"] <= catalogue.tests[row["test"]]["plausible"][1]
           for row in rows):
        return False
    used = sum(len(day["left"]) + len(day["right"]) for instrument in gather(catalogue, trials)
               for day in instrument.days.values())
    return used == len(rows)


def person_of(plan):
    """The person of a plan and the day of the assessment."""
    as_of = FIRST_DAY + datetime.timedelta(days=max(plan.get("days", [0])) + plan.get("wait", 0))
    person = dict(plan["who"])
    if "sport" in plan:
        person |= {"sport": plan["sport"], "dominant_leg": plan["dominant"]}
    injuries = []
    for injury in plan.get("injuries", []):
        injury = dict(injury)
        after_days = injury.pop("after_days")
        if after_days is not None:
            injury["on"] = FIRST_DAY + datetime.timedelta(days=after_days)
        injuries.append(injury)
    if injuries:
        person["injuries"] = injuries
    return person, as_of


def draw_valid(catalogue, plan, person, as_of, seed, subject):
    """Draws until every value can be right."""
    for attempt in range(1000):
        rows = draw_person(random.Random(f"{seed} {subject} {attempt}"), catalogue, plan, person, as_of)
        if can_be_right(catalogue, rows):
            return rows
    raise SystemExit(f"failed to draw {subject}: no set of values that can be right")


def write_person(folder, subject, person, rows):
    place = folder / subject
    place.mkdir(parents=True, exist_ok=True)
    lines = [f'subject = "{subject}"']
    for key in ("sex", "birth_year", "height_cm", "mass_kg", "dominant_leg", "sport"):
        if key in person:
            value = person[key]
            lines.append(f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}")
    for injury in person.get("injuries", []):
        lines.append("\n[[injuries]]")
        for key, value in injury.items():
            if isinstance(value, list):
                lines.append(f"{key} = [" + ", ".join(f'"{word}"' for word in value) + "]")
            elif isinstance(value, datetime.date):
                lines.append(f'{key} = "{value.isoformat()}"')
            else:
                lines.append(f'{key} = "{value}"')
    (place / "person.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with open(place / "measurements.csv", "w", encoding="utf-8", newline="") as file:
        columns = ["subject", "test", "side", "attempt", "value", "unit", "date", "device", "pain", "note"]
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({"subject": subject, "note": "", **row})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    folder, catalogue = pathlib.Path(options.folder), read_catalogue()
    folder.mkdir(parents=True, exist_ok=True)
    listed, digest = [], hashlib.sha256()
    for n, plan in enumerate(PEOPLE):
        subject = f"p{n + 1:02d}"
        person, as_of = person_of(plan)
        rows = draw_valid(catalogue, plan, person, as_of, options.seed, subject)
        write_person(folder, subject, person, rows)
        digest.update((folder / subject / "measurements.csv").read_bytes())
        digest.update((folder / subject / "person.toml").read_bytes())
        listed.append((subject, as_of.isoformat()))
    with open(folder / "people.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("subject", "as_of"), *listed])
    print(f"{len(listed)} people in {folder}; sha256 of their files {digest.hexdigest()[:16]}")


if __name__ == "__main__":
    main()
