"""Holds the matrices of model.py against plain simulation: the model drawn number by number, many times over.

    python3 validation/against-sampling/check.py

people.py draws from the page with one line for each symbol and no matrix. Means and covariances of what it draws, of
the first trial of each cell and of the differences, must be those that model.py states, to the error of simulation.
What is rare (mistakes, wild days of a muscle, large changes, what is far larger) is made common for it, since what
happens once in a thousand draws would not be seen to be missing.

What is not normal is checked on the second person, one test on one day, by plain quadrature on a grid, and on somebody
with two tests of one muscle, which share its wild days, and on p03, who has a mistake, by adding up every way in which
all that can be.
"""

import argparse
import datetime
import itertools
import math
import random

import sample  # first: it holds the numerical libraries to one thread
import model
import numpy as np
import people
from scipy.special import ndtr
from scipy.signal import fftconvolve
from catalogue import gather, read_catalogue, scale_of_noise


# Nothing of this is rare here.
COMMON = {"mistake-share": 0.2, "far-day-share": 0.3, "wild-muscle-share": 0.25, "far-share": 0.4, "large-change-share": 0.4,
          "day-of-leg": 0.25, "far-times": 2.0}
# One muscle in two tests, which share its wild days.
TWO_TESTS = dict(who={}, tests=["isok-knee-ext-60@biodex", "strap-knee-ext"], trials=(1, 1), bad_muscle=("quads", "left", 0, 0.66))


def spread_of_trial(catalogue, test, alone):
    """What a first trial has beyond eta: its own form of the day, mistakes and error; counting apart, which rounding makes.

    `alone` is whether no other test has this muscle on this leg and day.
    """
    rules, scale = catalogue.rules, scale_of_noise(test)
    slip = rules["mistake-deg"] if test["quality"] == "flexibility" else 0.01 * rules["mistake-percent"]
    slip = rules["mistake-share"] * slip ** 2 * (1.0 - rules["far-day-share"] + rules["far-day-share"] * rules["far-times"] ** 2)
    own = 1.0
    if test["link"] != "share":
        wild = rules["wild-muscle-share"] * (rules["wild-muscle-times"] ** 2 - 1.0)
        own = (1.0 - rules["day-of-muscle"] - rules["day-of-leg"] + alone * wild) / (1.0 + wild)
    return (test["noise"]["leg_day"] * scale) ** 2 * own + (test["noise"]["trial"] * scale) ** 2 + slip


def instruments_of(catalogue, rows):
    return gather(catalogue, [row | {"day": datetime.date.fromisoformat(row["date"]), "device": row["device"] or None}
                              for row in rows])


def normal(x, sd):
    return np.exp(-0.5 * (x / sd) ** 2) / (sd * math.sqrt(2.0 * math.pi))


def convolved(*functions):
    """The convolution of functions on one grid about 0."""
    together = functions[0]
    for function in functions[1:]:
        together = np.maximum(fftconvolve(together, function, "same"), 0.0)
    return together


def by_quadrature(catalogue, what):
    """The second person worked out on a grid, and by sampling."""
    plan = people.PEOPLE[1]
    person, as_of = people.person_of(plan)
    rows = people.draw_valid(catalogue, plan, person, as_of, 20, "p02")
    test, rules = catalogue.tests[plan["tests"][0]], catalogue.rules
    prior, noise = catalogue.groups["quads"]["prior"]["strength"], test["noise"]
    step = 0.001
    x = step * np.arange(-9000, 9001)
    none = np.where(x == 0.0, 1.0, 0.0)
    middle = np.mean([math.log(row["value"]) for row in rows])
    f = 1.0 / (1.0 + rules["wild-muscle-share"] * (rules["wild-muscle-times"] ** 2 - 1.0))
    leg_day = 0.01 * noise["leg_day"] * math.sqrt(f)

    def scatter(x, sd, share, times):
        usual = math.sqrt(sd * sd / (1.0 - share + share * times * times))
        return (1.0 - share) * normal(x, usual) + share * normal(x, times * usual)

    def leg(side):
        like = np.ones(len(x))
        for row in rows:
            if row["side"] == side:
                like *= scatter(math.log(row["value"]) - middle - x, 0.01 * noise["trial"], rules["wild-trial-share"],
                                rules["wild-trial-times"])
        own = scatter(x, leg_day * math.sqrt(1.0 - rules["day-of-muscle"] - rules["day-of-leg"]), rules["wild-day-share"],
                      rules["wild-day-times"])
        usual = normal(x, leg_day * math.sqrt(rules["day-of-muscle"] + rules["day-of-leg"]))
        share = rules["wild-muscle-share"]
        wild = (1.0 - share) * none + share * step * normal(x, leg_day * math.sqrt(rules["wild-muscle-times"] ** 2 - 1.0))
        share, far, sd = rules["mistake-share"], rules["far-day-share"], 0.01 * rules["mistake-percent"]
        mistake = (1.0 - share) * none + step * share * ((1.0 - far) * normal(x, sd) + far * normal(x, rules["far-times"] * sd))
        return convolved(like, own, usual, wild, mistake)

    # Without a norm the level may be anything, so that only the difference of the two legs tells something.
    of_difference = convolved(leg("left"), leg("right")[::-1], normal(x, 0.01 * noise["quirk"]))
    # The usual part, and with it the rest of the width if the large part is there, or so many times that.
    rest, large, far = prior["large_sd"] ** 2 - prior["usual_sd"] ** 2, prior["large_share"], rules["far-share"]
    believed = sum(share * normal(x, 0.01 * math.sqrt(prior["usual_sd"] ** 2 + times ** 2 * rest)) for share, times in (
        (1.0 - large, 0.0), (large * (1.0 - far), 1.0), (large * far, rules["far-times"])))
    posterior = of_difference * believed
    posterior /= posterior.sum()
    below = np.cumsum(posterior) - 0.5 * posterior
    mean = posterior @ x
    sd = math.sqrt(posterior @ x ** 2 - mean ** 2)
    threshold = -math.log(1.0 - prior["delta"] / 100.0)
    grid = {"mean": 100.0 * mean, "sd": 100.0 * sd, "q025": 100.0 * np.interp(0.025, below, x),
            "q975": 100.0 * np.interp(0.975, below, x), "p_left_weaker": np.interp(-threshold, x, below),
            "p_right_weaker": 1.0 - np.interp(threshold, x, below)}
    tell("p02 " + what, "quadrature", grid, model.build(catalogue, person, instruments_of(catalogue, rows), "strength", as_of))


def tell(who, how, exact, system, target=0):
    """Prints what is exact and what is sampled of one target."""
    chains = sample.Chains(system, 4, 2000, 1)
    chains.draw(12500, 4)
    found = sample.tell(chains)[target]
    print(f"{who}, by {how} and by sampling: " + ", ".join(f"{key} {value:.4f} {found[key]:.4f}" for key, value in exact.items())
          + f"; error of sampling at q025 {found['mcse_q025']:.4f}, at q975 {found['mcse_q975']:.4f}", flush=True)


def by_every_way(catalogue, who, what, plan, group, least=30.0):
    """Somebody with few cells worked out by the sum over all states of all cells and all shared parts.

    States of a cell that hold less than e to the power of minus `least` of the best are left out.
    """
    person, as_of = people.person_of(plan)
    rows = people.draw_valid(catalogue, plan, person, as_of, 20, who)
    system = model.build(catalogue, person, instruments_of(catalogue, rows), "strength", as_of)
    target = system.targets.index((group, "now"))
    kept = [np.flatnonzero(cell.log_weight > cell.log_weight.max() - least) for cell in system.cells]
    ways = np.array(list(itertools.product(*kept)))
    shown = np.stack([cell.mean[ways[:, i]] for i, cell in enumerate(system.cells)], axis=1)
    spread = np.stack([cell.sd[ways[:, i]] ** 2 for i, cell in enumerate(system.cells)], axis=1)
    log_cells = sum(cell.log_weight[ways[:, i]] for i, cell in enumerate(system.cells))
    log_weights, means, variances = [], [], []
    for states in itertools.product(*(states for _, states in system.parts)):
        sd, u_mean = np.array([state[2] for state in states]), np.array([state[1] for state in states])
        by, t_by = system.by_part * sd, (system.t_by_part * sd)[target]
        inverse = np.linalg.inv(system.cov + by @ by.T + spread[:, :, None] * np.eye(len(system.mu)))
        cross = system.t_cross[target] + by @ t_by
        away = shown - system.mu - system.by_part @ u_mean
        solved = np.einsum("wij,wj->wi", inverse, away)
        log_weights.append(log_cells - 0.5 * np.sum(away * solved, axis=1) + 0.5 * np.linalg.slogdet(inverse)[1]
                           + sum(math.log(state[0]) for state in states))
        means.append(system.t_mean[target] + system.t_by_part[target] @ u_mean + solved @ cross)
        variances.append(system.t_cov[target, target] + t_by @ t_by - np.einsum("i,wij,j->w", cross, inverse, cross))
    log_weights, means, sds = np.concatenate(log_weights), np.concatenate(means), np.sqrt(np.concatenate(variances))
    weights = np.exp(log_weights - log_weights.max())
    weights /= weights.sum()
    mean, n_ways = weights @ means, len(weights)
    sd = math.sqrt(weights @ (sds ** 2 + means ** 2) - mean ** 2)
    below = lambda x: float(weights @ ndtr((x - means) / sds))

    def quantile(q):
        low, high = mean - 30.0 * sd, mean + 30.0 * sd
        for _ in range(40):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if below(middle) < q else (low, middle)
        return low

    threshold = system.thresholds[target]
    exact = {"mean": system.unit * mean, "sd": system.unit * sd, "q50": system.unit * quantile(0.5),
             "q025": system.unit * quantile(0.025), "q975": system.unit * quantile(0.975),
             "p_left_weaker": below(-threshold), "p_right_weaker": 1.0 - below(threshold)}
    tell(f"{who} {what}", f"{n_ways} ways", exact, system, target)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", default="8,12,14,20,22,24,26,38,40,41,45,49")
    parser.add_argument("--draws", type=int, default=2000)
    options = parser.parse_args()
    catalogue = read_catalogue()
    for what, rules in (("as the catalogue has it", {}), ("with what is rare made common", COMMON)):
        catalogue.rules.update(rules)
        by_quadrature(catalogue, what)
        by_every_way(catalogue, "two tests", what, TWO_TESTS, "quads")
        if not rules:
            by_every_way(catalogue, "p03", what, people.PEOPLE[2], "quads", 8.0)
    n_all, beyond, worst = 0, 0, 0.0
    for n in [int(word) for word in options.people.split(",")]:
        plan = {**people.PEOPLE[n - 1]}
        for odd in ("extra", "extra_late", "wild_trial", "wild_day", "mistake", "bad_muscle", "hurts"):
            plan.pop(odd, None)
        subject = f"p{n:02d}"
        person, as_of = people.person_of(plan)
        rows = people.draw_valid(catalogue, plan, person, as_of, 20, subject)
        instruments = instruments_of(catalogue, rows)
        systems = [model.build(catalogue, person, instruments, quality, as_of, with_ties=False, moves=False)
                   for quality in ("strength", "flexibility", "size", "control", "load-sharing")]
        records = []
        for i in range(options.draws):
            records.append({})
            people.draw_person(random.Random(f"check {n} {i}"), catalogue, plan, person, as_of, records[-1])
        now = (as_of - people.FIRST_DAY).days / model.DAYS_A_YEAR
        for system in systems:
            if system is None:
                continue
            drawn = np.array([[record[test, device, day, side] for test, device, day, side in system.names]
                              for record in records])
            moment = {"now": lambda r, g: r["d", system.quality, g, now], "first": lambda r, g: r["d", system.quality, g, 0.0],
                      "change": lambda r, g: r["d", system.quality, g, now] - r["d", system.quality, g, 0.0]}
            targets = np.array([[moment[when](record, group) for group, when in system.targets] for record in records])
            m = np.array([sum(p * mean for p, mean, _ in states) for _, states in system.parts])
            V = np.diag([sum(p * (sd ** 2 + mean ** 2) for p, mean, sd in states) for _, states in system.parts] - m ** 2)
            both = np.vstack([system.by_part, system.t_by_part])
            muscles = [(model.main_group(catalogue.tests[test]), day, side) for test, _, day, side in system.names]
            rest = [spread_of_trial(catalogue, catalogue.tests[name[0]], muscles.count(muscle) == 1)
                    for name, muscle in zip(system.names, muscles)]
            size = len(rest)
            stated = np.block([[system.cov, system.t_cross.T], [system.t_cross, system.t_cov]]) + both @ V @ both.T
            stated[:size, :size] += np.diag(rest)
            mean = np.concatenate([system.mu, system.t_mean]) + both @ m
            away = np.hstack([drawn, targets]) - mean
            # Error of each entry from the draws themselves: products of two deviations.
            for i in range(len(mean)):
                entries = [(away[:, i].mean(), away[:, i].std())]
                entries += [((away[:, i] * away[:, j]).mean() - stated[i, j], (away[:, i] * away[:, j]).std())
                            for j in range(i + 1)]
                for difference, sd in entries:
                    n_all += 1
                    z = abs(difference) / (sd / math.sqrt(options.draws) + 1e-15)
                    beyond += z > 3.0
                    worst = max(worst, z)
        print(f"{subject}: so far {n_all} means and covariances, {beyond} beyond three errors, worst {worst:.1f}", flush=True)
    print(f"{n_all} means and covariances; {beyond} ({100.0 * beyond / n_all:.2f} %) beyond three errors of simulation, "
          f"the worst {worst:.1f}")


if __name__ == "__main__":
    main()
