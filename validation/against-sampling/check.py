"""Holds the matrices of model.py against plain simulation: the model drawn number by number, many times over.

    python3 validation/against-sampling/check.py

people.py draws from the page with one line for each symbol and no matrix. Means and covariances of what it draws, of
the first trial of each cell and of the differences, must be those that model.py states, to the error of simulation.
"""

import argparse
import datetime
import math
import random

import numpy as np

import model
import people
from catalogue import gather, read_catalogue, scale_of_noise


def spread_of_trial(catalogue, test):
    """What a first trial has beyond eta: form of the day of its own and error; counting apart, which rounding makes."""
    of_muscle = 0.0 if test["link"] == "share" else catalogue.rules["day-of-muscle"]
    scale = scale_of_noise(test)
    return (test["noise"]["leg_day"] * scale) ** 2 * (1.0 - of_muscle) + (test["noise"]["trial"] * scale) ** 2


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", default="8,12,14,18,20,22,24,26,38,40,41,44,45")
    parser.add_argument("--draws", type=int, default=4000)
    options = parser.parse_args()
    catalogue = read_catalogue()
    n_all, beyond, worst = 0, 0, 0.0
    for n in [int(word) for word in options.people.split(",")]:
        plan = {**people.PEOPLE[n - 1]}
        for odd in ("extra", "extra_late", "wild_trial", "wild_day", "hurts"):
            plan.pop(odd, None)
        subject = f"p{n:02d}"
        person, as_of = people.person_of(plan)
        rows = people.draw_valid(catalogue, plan, person, as_of, 20, subject)
        trials = [row | {"day": datetime.date.fromisoformat(row["date"]), "device": row["device"] or None} for row in rows]
        instruments = gather(catalogue, trials)
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
