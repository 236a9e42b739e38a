"""Scores of predictions that are sums of normals, simple rules with the best constants, and intervals over people."""

import math

import numpy as np

SQRT_2PI = math.sqrt(2 * math.pi)
FACTORS = np.linspace(0.0, 1.0, 101)
# What a simple rule may have for tails: how often it is how many times as wide.
TAILS = ((0.0, 1.0), (0.05, 3.0), (0.1, 3.0), (0.2, 2.5))
# A normal alone.
NO_TAIL = 0
# The distribution function of the standard normal in steps of a thousandth, which is right to a ten-millionth between.
_GRID = np.arange(-9.0, 9.0005, 0.001)
_BELOW = np.array([0.5 * (1 + math.erf(z / math.sqrt(2))) for z in _GRID])


def cdf(z):
    """The distribution function of the standard normal."""
    return np.interp(z, _GRID, _BELOW)


class Prediction:
    """What is predicted for each value: a sum of normals, in arrays of one row a value and one column a normal."""

    def __init__(self, weight, mean, sd):
        self.weight, self.mean, self.sd = (np.asarray(part, float) for part in (weight, mean, sd))

    def middle(self):
        """The mean of each."""
        return np.sum(self.weight * self.mean, axis=1)

    def spread(self):
        """The standard deviation of each."""
        apart = self.mean - self.middle()[:, None]
        return np.sqrt(np.sum(self.weight * (self.sd**2 + apart**2), axis=1))

    def as_normal(self):
        """One normal with the same mean and standard deviation in the place of each."""
        return Prediction(np.ones((len(self.mean), 1)), self.middle()[:, None], self.spread()[:, None])

    def below(self, y):
        """How much of each lies below what came."""
        return np.sum(self.weight * cdf((y[:, None] - self.mean) / self.sd), axis=1)

    def log_density(self, y):
        """The logarithm of the density at what came; more is better."""
        z = (y[:, None] - self.mean) / self.sd
        logs = np.log(np.maximum(self.weight, 1e-300)) - 0.5 * z * z - np.log(self.sd * SQRT_2PI)
        highest = logs.max(axis=1)
        return highest + np.log(np.sum(np.exp(logs - highest[:, None]), axis=1))

    def crps(self, y):
        """The continuous ranked probability score, in units of y; less is better (Grimit and others 2006)."""
        own = np.sum(self.weight * _mean_distance(y[:, None] - self.mean, self.sd), axis=1)
        between = np.zeros(len(y))
        for i in range(self.mean.shape[1]):
            apart, both = self.mean - self.mean[:, i : i + 1], np.hypot(self.sd, self.sd[:, i : i + 1])
            between += self.weight[:, i] * np.sum(self.weight * _mean_distance(apart, both), axis=1)
        return own - 0.5 * between


def _mean_distance(mean, sd):
    """The mean of the absolute value of a normal."""
    z = mean / sd
    return sd * (z * (2 * cdf(z) - 1) + 2 * np.exp(-0.5 * z * z) / SQRT_2PI)


def simple(mean, sd, tail):
    """A simple rule's prediction: a normal, or one that is several times as wide in some of the cases."""
    share, times = np.asarray([TAILS[one] for one in np.atleast_1d(tail)]).T
    share, times = np.broadcast_to(share, mean.shape), np.broadcast_to(times, mean.shape)
    sd = np.broadcast_to(sd, mean.shape)
    return Prediction(np.stack([1 - share, share], 1), np.stack([mean, mean], 1), np.stack([sd, times * sd], 1))


def _score(error, share, sd, tail, score):
    """The weighted cost of predicting errors by 0 with this spread."""
    prediction = simple(np.zeros(len(error)), sd, tail)
    return float(np.sum(share * (-prediction.log_density(error) if score == "log" else prediction.crps(error))))


def best_spread(error, share, score):
    """The SD and the tail with the best weighted score, the SD by golden section on its logarithm: (sd, tail, cost)."""
    ratio, best = (math.sqrt(5) - 1) / 2, (1.0, 0, math.inf)
    about = math.log(max(math.sqrt(np.sum(share * error**2) / np.sum(share)), 0.5))
    for tail in range(len(TAILS)):

        def cost(log_sd, tail=tail):
            return _score(error, share, math.exp(log_sd), tail, score)

        low, high = about - 1.6, about + 0.7
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        cost_a, cost_b = cost(a), cost(b)
        for _ in range(16):
            if cost_a < cost_b:
                high, b, cost_b = b, a, cost_a
                a = high - ratio * (high - low)
                cost_a = cost(a)
            else:
                low, a, cost_a = a, b, cost_b
                b = low + ratio * (high - low)
                cost_b = cost(b)
        if min(cost_a, cost_b) < best[2]:
            best = (math.exp((low + high) / 2), tail, min(cost_a, cost_b))
    return best


def fit_baseline(y, means_by_factor, weight, test, cell, score):
    """The best prediction of a simple rule for these very values, and the constants chosen for each test.

    `means_by_factor` has one row of means for each constant that is tried. The constant is chosen for each `test`,
    the SD and the tail for each `cell` (a test, or a test at a visit), so that the weighted mean score, `log` or `crps`,
    is the best possible.
    """
    mean, sd, tail, chosen = np.empty(len(y)), np.empty(len(y)), np.zeros(len(y), int), {}
    for one_test in np.unique(test):
        of_test = np.flatnonzero(test == one_test)
        parts = [of_test[cell[of_test] == one] for one in np.unique(cell[of_test])]
        best = (math.inf, 0, [])
        for row, means in enumerate(means_by_factor):
            found = [best_spread(y[part] - means[part], weight[part], score) for part in parts]
            cost = sum(one[2] for one in found)
            if cost < best[0]:
                best = (cost, row, found)
        _, row, found = best
        mean[of_test], chosen[str(one_test)] = means_by_factor[row][of_test], row
        for part, (one_sd, one_tail, _) in zip(parts, found):
            sd[part], tail[part] = one_sd, one_tail
    return simple(mean, sd, tail), chosen


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


def coverage(below, level):
    """The share of values inside the central interval that should hold `level` of them, by what lay below each."""
    return float(np.mean(np.abs(below - 0.5) <= level / 2))
