"""The model of docs/model.md for one person and one quality, as plain matrices.

Everything that is normal is one vector x with a covariance; what is not normal stays outside: in which state each
shared part is (a large part, a large change, a wild day of a muscle), and what of a cell is wild or a mistake. Read
next: sample.py, which samples the latter.

Names: a "cell" is the trials of one leg in one test on one day; `eta` of a cell is what its trials scatter around
before the error `e` of each trial, the leg's private form of the day `v` and what only this cell has.
"""

import datetime
import itertools
import math
from dataclasses import dataclass, field

import numpy as np

from catalogue import norm_of, on_scale, scale_of_noise
from turns import comings, gaps_of, goings

DAYS_A_YEAR, DAYS_A_MONTH = 365.25, 30.4375
TOLD_FOR_DAYS = 90  # what is told holds for so long after the latest measurement


@dataclass
class Large:
    """A large part: its u is in one of `states`, each a probability, a mean and an SD; the first is that u is 0."""

    states: list
    widths: dict  # group -> width on the scale of the model
    what: str
    onset: float = -1.0  # years
    leg: float = 0.0  # 1 for left, -1 for right: whose capacity it changes, and with it the level; 0 for a difference alone
    grows: bool = False  # a large change: nothing on the first day, then h(t)
    course: object = None  # how much of it is there at a time, of one that comes or goes between two days of measuring

    def of_leg(self):
        """The leg whose level it changes: what came or went between two days of measuring is of one leg."""
        return self.leg if self.onset > 0.0 or self.course is not None else 0.0

    def held(self, t, h):
        """How much of it is there at time t."""
        if self.course is not None:
            return self.course(t)
        return (h(t) if self.grows else 1.0) * (t >= self.onset)

    def moving(self, share, course, leg):
        """The same, so much less probable, coming or going on a leg."""
        return Large(times_as_probable(self.states, share), self.widths, f"{self.what} on the move", self.onset, leg, False, course)


def states_of(probability, mean, far_share, far_times):
    """Absent, there, and there but far larger."""
    states = [(1.0 - probability, 0.0, 0.0), (probability * (1.0 - far_share), mean, 1.0),
              (probability * far_share, mean, far_times)]
    return [state for state in states if state[0] > 0.0]


def times_as_probable(states, share):
    """The same states, those in which it is there so many times as probable."""
    there = [(probability * share, mean, sd) for probability, mean, sd in states[1:]]
    return [(1.0 - sum(state[0] for state in there), 0.0, 0.0)] + there


@dataclass
class Cell:
    """Trials as a mixture of normals in eta: exp(log_weight)·N(eta; mean, sd²)."""

    log_weight: np.ndarray
    mean: np.ndarray
    sd: np.ndarray


@dataclass
class System:
    quality: str
    cells: list
    names: list           # of cells
    mu: np.ndarray        # mean of eta without shared parts
    cov: np.ndarray       # its covariance
    by_part: np.ndarray   # cells x shared parts
    parts: list           # (what, states) of the shared parts
    targets: list         # (group, "now" | "first" | "change")
    t_mean: np.ndarray
    t_cov: np.ndarray     # covariance of the targets
    t_cross: np.ndarray   # targets x cells
    t_by_part: np.ndarray
    thresholds: np.ndarray
    unit: float           # 100 for logarithms, 1 for degrees
    notes: list = field(default_factory=list)


def priors_of(catalogue, quality):
    """Groups that have a prior of this quality; all groups know of strength but the whole leg."""
    return {
        name: group["prior"][quality] for name, group in catalogue.groups.items()
        if quality in group.get("prior", {}) and (quality != "strength" or group.get("trainable", True))
    }


def main_group(test):
    """The group with the largest share, the first by name of equal ones."""
    return min(test["loads"], key=lambda group: (-test["loads"][group], group))


def age_times(catalogue, quality, person, as_of):
    if quality != "strength" or "birth_year" not in person:
        return 1.0
    age = as_of.year - person["birth_year"]
    if age >= 70:
        return catalogue.rules["seventy-times"]
    return catalogue.rules["sixty-times"] if age >= 60 else 1.0


def shift_of(catalogue, quality, person):
    """What the sport is known for, to the good of the leg that kicks or takes off."""
    shift = {}
    if "sport" in person and person.get("dominant_leg") in ("left", "right"):
        sign = 1.0 if person["dominant_leg"] == "left" else -1.0
        for row in catalogue.sports:
            if person["sport"].strip().lower() in row["sport"] and row["quality"] == quality:
                shift[row["group"]] = sign * 0.01 * row["usual_percent"]
    return shift


def with_moving(rate, larges, instruments, years):
    """These large parts, with those for what may have come or gone where the tests of their groups tell of it."""
    moving = []
    for large in larges:
        if large.grows:
            continue
        gaps, slow = gaps_of(instruments, large.widths, years)
        legs = [large.leg] if large.leg else [1.0, -1.0]
        if not large.leg:
            moving += [large.moving(share / 2.0, course, leg) for share, course in comings(rate, gaps, slow) for leg in legs]
        ways = goings(rate, gaps, slow, large.onset)
        moving += [large.moving(share / len(legs), course, leg) for share, course in ways for leg in legs]
        large.states = times_as_probable(large.states, 1.0 - sum(share for share, _ in ways))
    return larges + moving


def large_parts(catalogue, quality, person, as_of, first_day, unit, times):
    """All large parts of a quality: one a family with its large change, then those of the history."""
    priors, rules = priors_of(catalogue, quality), catalogue.rules
    far = (rules["far-share"], rules["far-times"])
    larges, families = [], {}
    for name in priors:
        families.setdefault(catalogue.groups[name].get("family") or "only " + name, []).append(name)
    for family, names in families.items():
        widths = {
            name: math.sqrt(priors[name]["large_sd"] ** 2 - priors[name]["usual_sd"] ** 2) * times / unit for name in names
        }
        larges.append(Large(states_of(priors[names[0]]["large_share"], 0.0, *far), widths, family))
        widths = {name: priors[name]["large_sd"] * times / unit for name in names}
        larges.append(Large(states_of(rules["large-change-share"], 0.0, 0.0, 1.0), widths, "change of " + family, grows=True))
    for injury in person.get("injuries", []):
        if injury.get("side") not in ("left", "right"):
            continue
        # Left injured: left is weaker, so that the difference left minus right falls.
        sign = -1.0 if injury["side"] == "left" else 1.0
        onset = -1.0
        if "on" in injury:
            onset = (injury["on"] - first_day).days / DAYS_A_YEAR
        concerned = [name for name in priors if not injury.get("groups") or name in injury["groups"]]
        rows = {}
        if "on" in injury and "operation" in injury:
            months = (as_of - injury["on"]).days / DAYS_A_MONTH
            for name in concerned:
                for row in catalogue.after_injury:
                    if (row["condition"] == injury["operation"] and row["quality"] == quality
                            and name in row.get("groups", []) and row["months"][0] <= months <= row["months"][1]):
                        rows[name] = row
                        break
        if rows:
            widths = {name: row["sd"] * 0.01 for name, row in rows.items()}
            mean = sum(-row["mean"] for row in rows.values()) / sum(row["sd"] for row in rows.values())
            larges.append(Large(states_of(0.9, sign * mean, 0.0, 1.0), widths, "after " + injury["operation"], onset, -sign))
        rest = [name for name in concerned if name not in rows]
        if rest and quality == "strength":
            widths = {name: priors[name]["large_sd"] * times / unit for name in rest}
            mean = len(rest) * 0.01 * catalogue.rules["injured-percent"] / sum(widths.values())
            larges.append(Large(states_of(rules["injured-share"], sign * mean, *far), widths, "after an injury", onset, -sign))
    return larges


def wild(sd, share, times):
    """SD of what is usual and of what is wild, so that the whole has the variance sd²."""
    usual = math.sqrt(sd * sd / (1.0 - share + share * times * times))
    return usual, usual * times


def form_of_day(rules, test):
    """Shares of leg_day²: of the muscle, of the leg, private to the test, and what a wild day of the muscle adds.

    A test of shares has its whole form for itself.
    """
    if test["link"] == "share":
        return 0.0, 0.0, 1.0, 0.0
    beyond = rules["wild-muscle-times"] ** 2 - 1.0
    f = 1.0 / (1.0 + rules["wild-muscle-share"] * beyond)
    muscle, leg = rules["day-of-muscle"], rules["day-of-leg"]
    return f * muscle, f * leg, f * (1.0 - muscle - leg), f * beyond


def mistakes(rules, test):
    """How probable it is that a cell was measured wrongly, and the variance of it."""
    share, far = rules["mistake-share"], rules["far-day-share"]
    sd = rules["mistake-deg"] if test["quality"] == "flexibility" else 0.01 * rules["mistake-percent"]
    return [(1.0 - share, 0.0), (share * (1.0 - far), sd ** 2), (share * far, (rules["far-times"] * sd) ** 2)]


def cell_of(catalogue, test, noise, values, ys, alone):
    """What the trials say of eta, exactly: a sum over every trial and the day being wild or not, and over mistakes.

    `alone` is whether no other test has this muscle on this leg and day: then its wild day is summed here.
    """
    rules, scale = catalogue.rules, scale_of_noise(test)
    _, _, private, wild_muscle = form_of_day(rules, test)
    leg_day = noise["leg_day"] * scale
    day_sds = wild(leg_day * math.sqrt(private), rules["wild-day-share"], rules["wild-day-times"])
    days = [(1.0 - rules["wild-day-share"], day_sds[0] ** 2), (rules["wild-day-share"], day_sds[1] ** 2)]
    muscles = [(1.0, 0.0)]
    if alone and wild_muscle > 0.0:
        muscles = [(1.0 - rules["wild-muscle-share"], 0.0), (rules["wild-muscle-share"], leg_day ** 2 * wild_muscle)]
    forms = [(a * b * c, u + v + w) for (a, u), (b, v), (c, w) in
             itertools.product(days, muscles, mistakes(rules, test)) if a * b * c > 0.0]
    trial_sds = wild(noise["trial"] * scale, rules["wild-trial-share"], rules["wild-trial-times"])
    n = len(ys)
    parts = []
    for pattern in range(2 ** n):
        log_weight, precision, weighted, squared = 0.0, 0.0, 0.0, 0.0
        for i in range(n):
            is_wild = pattern >> i & 1
            counting = 0.289 / values[i] if test["link"] == "count" else 0.0
            var = trial_sds[is_wild] ** 2 + counting ** 2
            log_weight += math.log(rules["wild-trial-share"] if is_wild else 1.0 - rules["wild-trial-share"])
            log_weight -= 0.5 * math.log(2.0 * math.pi * var)
            precision += 1.0 / var
            weighted += ys[i] / var
            squared += ys[i] ** 2 / var
        # product of normals in eta + v = one normal with mean m, variance 1/precision, times a constant
        m = weighted / precision
        log_weight += 0.5 * math.log(2.0 * math.pi / precision) - 0.5 * (squared - weighted * m)
        for probability, var in forms:
            parts.append((log_weight + math.log(probability), m, math.sqrt(1.0 / precision + var)))
    parts = np.array(parts)
    # Parts that hold less than a ten-millionth of a millionth of the likelihood change nothing.
    parts = parts[parts[:, 0] > parts[:, 0].max() - 30.0]
    return Cell(parts[:, 0], parts[:, 1], parts[:, 2])


class Normals:
    """Named components of x, each block with its covariance."""

    def __init__(self):
        self.index, self.blocks, self.means = {}, [], []

    def add(self, keys, cov, mean=0.0):
        for key in keys:
            assert key not in self.index
            self.index[key] = len(self.means)
            self.means.append(mean)
        self.blocks.append(np.atleast_2d(np.array(cov, dtype=float)))

    def cov(self):
        size = len(self.means)
        full, at = np.zeros((size, size)), 0
        for block in self.blocks:
            full[at:at + len(block), at:at + len(block)] = block
            at += len(block)
        return full


def correlation(names, usual, family=None, groups=None):
    size = len(names)
    matrix = np.full((size, size), usual)
    for i in range(size):
        for j in range(size):
            if i == j:
                matrix[i, j] = 1.0
            elif family is not None:
                mine, other = groups[names[i]].get("family"), groups[names[j]].get("family")
                if mine and mine == other:
                    matrix[i, j] = family
    return matrix


def build(catalogue, person, instruments, quality, as_of, with_ties=True, moves=True):
    """The system of one quality, or None when there is nothing to compare."""
    used_days = [day for instrument in instruments for day in instrument.days]
    if not used_days:
        return None
    first_day = min(used_days)
    today = min(as_of, max(used_days) + datetime.timedelta(days=TOLD_FOR_DAYS))
    rules, unit = catalogue.rules, (1.0 if quality == "flexibility" else 100.0)
    priors = priors_of(catalogue, quality)
    mine = [instrument for instrument in instruments if instrument.test["quality"] == quality and instrument.days]
    if not mine:
        return None
    years = lambda day: (day - first_day).days / DAYS_A_YEAR
    h = lambda t: 1.0 - math.exp(-t * DAYS_A_YEAR / 7.0 / rules["drift-weeks"])
    times = age_times(catalogue, quality, person, as_of)
    shift = shift_of(catalogue, quality, person)
    larges = large_parts(catalogue, quality, person, as_of, first_day, unit, times)
    larges = with_moving(rules["large-end-per-year"] if moves else 0.0, larges, mine, years)
    groups = sorted({name for instrument in mine for name in instrument.test["loads"] if name in priors})

    x = Normals()
    moments = sorted({years(day) for instrument in mine for day in instrument.days} | {0.0, years(today)})
    walk = np.array([[min(s, t) for t in moments] for s in moments])
    for what, matrix in (
        ("d", correlation(groups, rules["correlation-of-groups"], rules["correlation-of-family"], catalogue.groups)),
        ("l", correlation(groups, rules["correlation-of-levels"])),
    ):
        x.add([(what, "z0", name) for name in groups], matrix)
        x.add([(what, "z1", name) for name in groups], matrix)
        x.add([(what, "W", name, t) for name in groups for t in moments], np.kron(matrix, walk))

    def state(what, name, t):
        """Coefficients of d or l of a group at a time, large parts apart."""
        sd = priors[name]["usual_sd"] * times / unit if what == "d" else priors[name]["level_sd"] / unit
        kind = "difference" if what == "d" else "level"
        return {(what, "z0", name): sd, (what, "z1", name): sd * rules[kind + "-drift"] * h(t),
                (what, "W", name, t): sd * rules[kind + "-walk"]}

    protocols = set()
    for k, instrument in enumerate(mine):
        test = instrument.test
        norm = norm_of(catalogue, test, person, as_of) if test["link"] != "share" else None
        if quality == "flexibility":
            offset_sd = rules["norm-offset-deg"] if norm is not None else 90.0
        else:
            offset_sd = rules["norm-offset-percent"] * 0.01 if norm is not None else 3.0
        x.add([("c", k)], offset_sd ** 2)
        x.add([("q", k)], 1.0)
        protocols.add((main_group(test), test["protocol"], instrument.device))
        if quality in ("strength", "control"):
            x.add([("g", k)], (0.01 * rules["learning-sd-percent"]) ** 2, 0.01 * rules["learning-percent"])
        instrument.norm = norm or 0.0
    for protocol in sorted(protocols, key=str):
        x.add([("q of", protocol)], 1.0)

    # Tests of one muscle on one leg and day share its wild day.
    tests_of = {}
    for instrument in mine:
        if instrument.test["link"] != "share":
            for day, trials in instrument.days.items():
                for side in ("left", "right"):
                    if trials[side]:
                        key = (main_group(instrument.test), side, day)
                        tests_of[key] = tests_of.get(key, 0) + 1
    shared_days = {}  # (muscle, leg, day) -> how much of its wild day each cell holds
    rows, mu, cells, names, at = [], [], [], [], []
    for k, instrument in enumerate(mine):
        test = instrument.test
        noise = test["noise"]
        scale = scale_of_noise(test)
        loads = {name: share for name, share in test["loads"].items() if name in priors}
        main = main_group(test)
        quirk = noise["quirk"] * scale
        shared = rules["quirk-of-protocol"]
        quirks = {("q", k): quirk * math.sqrt(1.0 - shared),
                  ("q of", (main, test["protocol"], instrument.device)): quirk * math.sqrt(shared)}
        first_of_k = min(instrument.days)
        for day in sorted(instrument.days):
            t, trials = years(day), instrument.days[day]
            if test["link"] == "share":
                pairs = [pair for _, pair in sorted(trials["attempts"].items()) if len(pair) == 2]
                if pairs:
                    row = dict(quirks)
                    for name, share in loads.items():
                        for key, value in state("d", name, t).items():
                            row[key] = row.get(key, 0.0) + share * value
                    rows.append(row)
                    mu.append(sum(share * shift.get(name, 0.0) for name, share in loads.items()))
                    ys = [math.log(pair["left"] / pair["right"]) for pair in pairs]
                    cells.append(cell_of(catalogue, test, noise, ys, ys, False))
                    names.append((test["id"], instrument.device, day, "both"))
                    at.append((t, 1.0, loads))
                continue
            for side, sign in (("left", 1.0), ("right", -1.0)):
                if not trials[side]:
                    continue
                row = {("c", k): 1.0}
                for name, share in loads.items():
                    for key, value in state("l", name, t).items():
                        row[key] = row.get(key, 0.0) + share * value
                    for key, value in state("d", name, t).items():
                        row[key] = row.get(key, 0.0) + sign * 0.5 * share * value
                for key, value in quirks.items():
                    row[key] = sign * 0.5 * value
                if ("b", k, day) not in x.index:
                    x.add([("b", k, day)], 1.0)
                row[("b", k, day)] = noise["shared_day"] * scale
                of_muscle, of_leg, _, wild_muscle = form_of_day(rules, test)
                for form, share in ((("a", main, side, day), of_muscle), (("of leg", side, day), of_leg)):
                    if form not in x.index:
                        x.add([form], 1.0)
                    row[form] = noise["leg_day"] * scale * math.sqrt(share)
                alone = tests_of[main, side, day] == 1
                if not alone and rules["wild-muscle-share"] > 0.0:
                    shared_days.setdefault((main, side, day), {})[len(rows)] = noise["leg_day"] * scale * math.sqrt(wild_muscle)
                if ("g", k) in x.index and day > first_of_k:
                    row[("g", k)] = 1.0
                rows.append(row)
                mu.append(instrument.norm
                          + sign * 0.5 * sum(share * shift.get(name, 0.0) for name, share in loads.items()))
                ys = [on_scale(test, value) for value in trials[side]]
                cells.append(cell_of(catalogue, test, noise, trials[side], ys, alone))
                names.append((test["id"], instrument.device, day, side))
                at.append((t, sign * 0.5, loads))
    if not cells:
        return None

    wanted = []
    for name in groups:
        for instrument in mine:
            test = instrument.test
            if test["link"] == "share":
                both = any(len(pair) == 2 for day in instrument.days.values() for pair in day["attempts"].values())
            else:
                both = all(any(day[side] for day in instrument.days.values()) for side in ("left", "right"))
            if both and test["loads"].get(name, 0.0) >= 0.4 and name not in wanted:
                wanted.append(name)
    if not wanted:
        return None
    now = years(today)
    targets, t_rows, t_mean, t_large = [], [], [], []
    for name in wanted:
        rows_at = {}
        for when, t in (("now", now), ("first", 0.0)) if now > 0.0 else (("now", now),):
            rows_at[when] = (state("d", name, t), shift.get(name, 0.0),
                             [large.widths.get(name, 0.0) * large.held(t, h) for large in larges])
            targets.append((name, when))
            t_rows.append(rows_at[when][0])
            t_mean.append(rows_at[when][1])
            t_large.append(rows_at[when][2])
        if now == 0.0:
            continue
        difference = dict(rows_at["now"][0])
        for key, value in rows_at["first"][0].items():
            difference[key] = difference.get(key, 0.0) - value
        targets.append((name, "change"))
        t_rows.append(difference)
        t_mean.append(0.0)
        t_large.append([a - b for a, b in zip(rows_at["now"][2], rows_at["first"][2])])

    def matrix(rows):
        full = np.zeros((len(rows), len(x.means)))
        for i, row in enumerate(rows):
            for key, value in row.items():
                full[i, x.index[key]] += value
        return full

    mean, cov = np.array(x.means), x.cov()
    # Usual ratios: one more observation each, which is normal, so it is conditioned on right here.
    ties, tie_values, tie_vars = [], [], []
    for ratio in catalogue.ratios:
        for i, a in enumerate(mine):
            for j, b in enumerate(mine):
                if a.test["id"] == ratio["numerator"] and b.test["id"] == ratio["denominator"] and a.device == b.device:
                    ties.append({("c", i): 1.0, ("c", j): -1.0})
                    tie_values.append(math.log(ratio["usual"]) - a.norm + b.norm)
                    tie_vars.append((0.01 * ratio["usual_sd_percent"]) ** 2)
    if ties and with_ties:
        T = matrix(ties)
        gain = np.linalg.solve(T @ cov @ T.T + np.diag(tie_vars), T @ cov).T
        mean = mean + gain @ (np.array(tie_values) - T @ mean)
        cov = cov - gain @ T @ cov

    H, G = matrix(rows), matrix(t_rows)
    # A leg's row holds half of a difference, and half of what a leg gains in its level; a share knows no level.
    def held(factor, large):
        return factor + (0.5 * large.of_leg() if abs(factor) == 0.5 else 0.0)

    by_large = np.array([[held(factor, large) * large.held(t, h)
                          * sum(share * large.widths.get(name, 0.0) for name, share in loads.items())
                          for large in larges] for t, factor, loads in at]).reshape(len(rows), len(larges))
    t_large = np.array(t_large).reshape(len(t_rows), len(larges))
    # A large part that touches neither a cell nor a target is as it was before, and one that is never there is none.
    keep = [j for j, large in enumerate(larges)
            if len(large.states) > 1 and (np.any(by_large[:, j] != 0.0) or np.any(t_large[:, j] != 0.0))]
    by_wild = np.zeros((len(rows), len(shared_days)))
    for j, holds in enumerate(shared_days.values()):
        for i, value in holds.items():
            by_wild[i, j] = value
    of_wild = states_of(rules["wild-muscle-share"], 0.0, rules["far-day-share"], rules["far-times"])
    parts = [(larges[j].what, larges[j].states) for j in keep]
    parts += [(f"wild day of {main} {side} {day}", of_wild) for main, side, day in shared_days]
    thresholds = []
    for name, _ in targets:
        delta = priors[name]["delta"]
        thresholds.append(delta if quality == "flexibility" else -math.log(1.0 - delta / 100.0))
    return System(
        quality=quality, cells=cells, names=names,
        mu=np.array(mu) + H @ mean, cov=H @ cov @ H.T,
        by_part=np.hstack([by_large[:, keep], by_wild]), parts=parts,
        targets=targets, t_mean=np.array(t_mean) + G @ mean, t_cov=G @ cov @ G.T, t_cross=G @ cov @ H.T,
        t_by_part=np.hstack([t_large[:, keep], np.zeros((len(t_rows), len(shared_days)))]), thresholds=np.array(thresholds), unit=unit,
    )
