"""Holds the matrices of model.py against plain simulation: the model drawn number by number, many times over.

    python3 validation/against-sampling/check.py

people.py draws from the page with one line for each symbol and no matrix. Means and covariances of what it draws, of
the first trial of each cell and of the differences, must be those that model.py states, to the error of simulation.
What is not normal is checked on the second person, one test on one day, by plain quadrature on a grid, and on p33, who
has a wild trial, by adding up every way in which trials, days and large parts can be.
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
from catalogue import gather, read_catalogue, scale_of_noise


def spread_of_trial(catalogue, test):
    """What a first trial has beyond eta: form of the day of its own and error; counting apart, which rounding makes."""
    of_muscle = 0.0 if test["link"] == "share" else catalogue.rules["day-of-muscle"]
    scale = scale_of_noise(test)
    return (test["noise"]["leg_day"] * scale) ** 2 * (1.0 - of_muscle) + (test["noise"]["trial"] * scale) ** 2


def instruments_of(catalogue, rows):
    return gather(catalogue, [row | {"day": datetime.date.fromisoformat(row["date"]), "device": row["device"] or None}
                              for row in rows])


def normal(x, sd):
    return np.exp(-0.5 * (x / sd) ** 2) / (sd * math.sqrt(2.0 * math.pi))


def by_quadrature(catalogue):
    """The second person worked out on a grid, and by sampling."""
    plan = people.PEOPLE[1]
    person, as_of = people.person_of(plan)
    rows = people.draw_valid(catalogue, plan, person, as_of, 20, "p02")
    test, rules = catalogue.tests[plan["tests"][0]], catalogue.rules
    prior, noise = catalogue.groups["quads"]["prior"]["strength"], test["noise"]
    step = 0.0004
    x = step * np.arange(-3000, 3001)
    middle = np.mean([math.log(row["value"]) for row in rows])

    def scatter(x, sd, share, times):
        usual = math.sqrt(sd * sd / (1.0 - share + share * times * times))
        return (1.0 - share) * normal(x, usual) + share * normal(x, times * usual)

    def leg(side):
        like = np.ones(len(x))
        for row in rows:
            if row["side"] == side:
                like *= scatter(math.log(row["value"]) - middle - x, 0.01 * noise["trial"], rules["wild-trial-share"],
                                rules["wild-trial-times"])
        own = scatter(x, 0.01 * noise["leg_day"] * math.sqrt(1.0 - rules["day-of-muscle"]), rules["wild-day-share"],
                      rules["wild-day-times"])
        muscle = normal(x, 0.01 * noise["leg_day"] * math.sqrt(rules["day-of-muscle"]))
        return np.convolve(np.convolve(like, own, "same"), muscle, "same")

    # Without a norm the level may be anything, so that only the difference of the two legs tells something.
    of_difference = np.convolve(np.correlate(leg("left"), leg("right"), "same"), normal(x, 0.01 * noise["quirk"]), "same")
    believed = (1.0 - prior["large_share"]) * normal(x, 0.01 * prior["usual_sd"])
    believed += prior["large_share"] * normal(x, 0.01 * prior["large_sd"])
    posterior = of_difference * believed
    posterior /= posterior.sum()
    below = np.cumsum(posterior) - 0.5 * posterior
    mean = posterior @ x
    sd = math.sqrt(posterior @ x ** 2 - mean ** 2)
    threshold = -math.log(1.0 - prior["delta"] / 100.0)
    grid = {"mean": 100.0 * mean, "sd": 100.0 * sd, "q025": 100.0 * np.interp(0.025, below, x),
            "q975": 100.0 * np.interp(0.975, below, x), "p_left_weaker": np.interp(-threshold, x, below),
            "p_right_weaker": 1.0 - np.interp(threshold, x, below)}
    density = sample.Density(model.build(catalogue, person, instruments_of(catalogue, rows), "strength", as_of))
    xis, _, _ = sample.run_nuts(density, 4, 500, 20000, 1)
    for given in ("parts", "eta"):
        found = sample.tell(density, xis, 4, 1, given)[0][0]
        print(f"p02 by quadrature and by sampling given {given}: "
              + ", ".join(f"{key} {value:.4f} {found[key]:.4f}" for key, value in grid.items()))


def by_every_way(catalogue, n, quality):
    """A person with few cells worked out by the sum over all parts of all cells and all sets of large parts."""
    plan = people.PEOPLE[n - 1]
    person, as_of = people.person_of(plan)
    rows = people.draw_valid(catalogue, plan, person, as_of, 20, f"p{n:02d}")
    system = model.build(catalogue, person, instruments_of(catalogue, rows), quality, as_of)
    u_mean = np.array([large.mean for large in system.larges])
    log_weights, means, sds = [], [], []
    for parts in itertools.product(*(range(len(cell.mean)) for cell in system.cells)):
        m = np.array([cell.mean[k] for cell, k in zip(system.cells, parts)])
        spread = np.diag([cell.sd[k] ** 2 for cell, k in zip(system.cells, parts)])
        log_parts = sum(cell.log_weight[k] for cell, k in zip(system.cells, parts))
        for there in itertools.product((0.0, 1.0), repeat=len(system.larges)):
            there = np.array(there)
            by, t_by = system.by_large * there, system.t_by_large * there
            inverse = np.linalg.inv(system.cov + spread + by @ by.T)
            cross = system.t_cross + t_by @ by.T
            away = m - system.mu - by @ u_mean
            log_weights.append(log_parts - 0.5 * away @ inverse @ away + 0.5 * np.linalg.slogdet(inverse)[1]
                               + sum(math.log(large.probability if there[j] else 1.0 - large.probability)
                                     for j, large in enumerate(system.larges)))
            means.append((system.t_mean + t_by @ u_mean + cross @ inverse @ away)[0])
            sds.append(math.sqrt((system.t_cov + t_by @ t_by.T - cross @ inverse @ cross.T)[0, 0]))
    weights = np.exp(np.array(log_weights) - max(log_weights))
    weights /= weights.sum()
    means, sds = np.array(means), np.array(sds)
    mean = weights @ means
    below = lambda x: float(weights @ np.array([sample.phi((x - a) / b) for a, b in zip(means, sds)]))

    def quantile(q):
        low, high = mean - 20.0 * sds.max(), mean + 20.0 * sds.max()
        for _ in range(50):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if below(middle) < q else (low, middle)
        return low

    threshold = system.thresholds[0]
    exact = {"mean": system.unit * mean, "sd": system.unit * math.sqrt(weights @ (sds ** 2 + means ** 2) - mean ** 2),
             "q025": system.unit * quantile(0.025), "q975": system.unit * quantile(0.975),
             "p_left_weaker": below(-threshold), "p_right_weaker": 1.0 - below(threshold)}
    density = sample.Density(system)
    xis, _, _ = sample.run_nuts(density, 4, 500, 50000, 1)
    found = sample.tell(density, xis, 4, 1, "parts")[0][0]
    print(f"p{n:02d} by {len(means)} ways and by sampling: "
          + ", ".join(f"{key} {value:.4f} {found[key]:.4f}" for key, value in exact.items())
          + f"; error of sampling at q975 {found['mcse_q975']:.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", default="8,12,14,18,20,22,24,26,38,40,41,44,45")
    parser.add_argument("--draws", type=int, default=4000)
    options = parser.parse_args()
    catalogue = read_catalogue()
    by_quadrature(catalogue)
    by_every_way(catalogue, 33, "flexibility")
    n_all, beyond, worst = 0, 0, 0.0
    for n in [int(word) for word in options.people.split(",")]:
        plan = {**people.PEOPLE[n - 1]}
        for odd in ("extra", "extra_late", "wild_trial", "wild_day", "hurts"):
            plan.pop(odd, None)
        subject = f"p{n:02d}"
        person, as_of = people.person_of(plan)
        rows = people.draw_valid(catalogue, plan, person, as_of, 20, subject)
        instruments = instruments_of(catalogue, rows)
        systems = [model.build(catalogue, person, instruments, quality, as_of, with_ties=False)
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
            p = np.array([large.probability for large in system.larges])
            m = np.array([large.mean for large in system.larges])
            V = np.diag(p * (1.0 + m * m) - (p * m) ** 2)
            both = np.vstack([system.by_large, system.t_by_large])
            rest = [spread_of_trial(catalogue, catalogue.tests[name[0]]) - cell.inside
                    for name, cell in zip(system.names, system.cells)]
            size = len(rest)
            stated = np.block([[system.cov, system.t_cross.T], [system.t_cross, system.t_cov]]) + both @ V @ both.T
            stated[:size, :size] += np.diag(rest)
            mean = np.concatenate([system.mu, system.t_mean]) + both @ (p * m)
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
