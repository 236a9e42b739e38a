"""Scores of a normal prediction, simple predictions with the best constants, and intervals over people."""

import math

import numpy as np

SQRT_2PI = math.sqrt(2 * math.pi)
FACTORS = np.linspace(0.0, 1.0, 101)
_erf = np.vectorize(math.erf, otypes=[float])


def cdf(z):
    """The distribution function of the standard normal."""
    return 0.5 * (1 + _erf(np.asarray(z, float) / math.sqrt(2)))


def log_density(y, mean, sd):
    """The logarithm of the density at what came; more is better."""
    return -0.5 * ((y - mean) / sd) ** 2 - np.log(sd * SQRT_2PI)


def crps(y, mean, sd):
    """The continuous ranked probability score of a normal, in units of y; less is better."""
    z = (y - mean) / sd
    density = np.exp(-0.5 * z * z) / SQRT_2PI
    return sd * (z * (2 * cdf(z) - 1) + 2 * density - 1 / math.sqrt(math.pi))


def _best_sd_for_crps(error, weight):
    """The SD with the smallest weighted mean CRPS, by golden section on its logarithm."""
    low, high = math.log(0.5), math.log(500.0)
    ratio = (math.sqrt(5) - 1) / 2

    def cost(log_sd):
        return float(np.sum(weight * crps(error, 0.0, math.exp(log_sd))))

    a, b = high - ratio * (high - low), low + ratio * (high - low)
    cost_a, cost_b = cost(a), cost(b)
    for _ in range(40):
        if cost_a < cost_b:
            high, b, cost_b = b, a, cost_a
            a = high - ratio * (high - low)
            cost_a = cost(a)
        else:
            low, a, cost_a = a, b, cost_b
            b = low + ratio * (high - low)
            cost_b = cost(b)
    return math.exp((low + high) / 2), min(cost_a, cost_b)


def fit_baseline(y, means_by_factor, weight, test, cell):
    """The best mean and SD for each value, separately for the two scores.

    `means_by_factor` has one row of means for each constant that is tried. The constant is chosen for each `test`,
    the SD for each `cell` (a test, or a test at a visit), so that the weighted mean score of these very values is the
    best possible. Returns ((mean, sd) for log density, (mean, sd) for CRPS, {test: constant for log density}).
    """
    shape = y.shape
    out = {score: (np.empty(shape), np.empty(shape)) for score in ("log", "crps")}
    chosen = {}
    for one_test in np.unique(test):
        of_test = np.flatnonzero(test == one_test)
        best = {"log": (math.inf, None), "crps": (math.inf, None)}
        for row, means in enumerate(means_by_factor):
            cost, sds = {"log": 0.0, "crps": 0.0}, {"log": {}, "crps": {}}
            for one_cell in np.unique(cell[of_test]):
                part = of_test[cell[of_test] == one_cell]
                error, share = y[part] - means[part], weight[part]
                sd = max(math.sqrt(np.sum(share * error**2) / np.sum(share)), 0.5)
                cost["log"] -= float(np.sum(share * log_density(error, 0.0, sd)))
                sds["log"][one_cell] = sd
                sds["crps"][one_cell], cell_cost = _best_sd_for_crps(error, share)
                cost["crps"] += cell_cost
            for score in best:
                if cost[score] < best[score][0]:
                    best[score] = (cost[score], (row, sds[score]))
        for score, (_, (row, sds)) in best.items():
            out[score][0][of_test] = means_by_factor[row][of_test]
            out[score][1][of_test] = [sds[one_cell] for one_cell in cell[of_test]]
        chosen[str(one_test)] = best["log"][1][0]
    return out["log"], out["crps"], chosen


def per_person(values, person):
    """The mean of each person's values, by person in sorted order."""
    return np.array([values[person == one].mean() for one in np.unique(person)])


def bootstrap(per_person_values, seed, draws=10_000):
    """Mean over people with the 95 % interval of drawing the people anew."""
    rng = np.random.default_rng(seed)
    n_people = len(per_person_values)
    means = per_person_values[rng.integers(0, n_people, (draws, n_people))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(per_person_values.mean()), float(low), float(high)


def coverage(y, mean, sd, level):
    """The share of values inside the central interval that should hold `level` of them."""
    z = {0.5: 0.674490, 0.8: 1.281552, 0.95: 1.959964}[level]
    return float(np.mean(np.abs(y - mean) <= z * sd))
