"""Samples the model of docs/model.md and writes what it says of every difference.

    python3 validation/against-sampling/sample.py PEOPLE EXPECTED.csv

PEOPLE is a folder that people.py has written. Given what was wild, a mistake, large or changed the model is normal, and
what is normal is integrated exactly. What is left is in which state each cell and each shared part is; these are drawn
one after the other, and in pairs, given all others (a Gibbs sampler). README.md says why. Read next: model.py, compare.py.
"""

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[threads] = "1"

import argparse
import csv
import datetime
import math
import pathlib
import sys
import time
import tomllib

import numba
import numpy as np

import model
from catalogue import gather, read_catalogue, read_measurements

N_BATCHES_A_CHAIN = 5
QUANTILES = (0.025, 0.5, 0.975)
MOST_RECORDED = 200_000  # states of a system whose mixtures are kept at once
COLUMNS = ["subject", "as_of", "group", "quality", "target", "mean", "sd", "q025", "q50", "q975", "p_left_weaker",
           "p_right_weaker", "p_large", "mcse_mean", "mcse_q025", "mcse_q975", "mcse_p_left", "mcse_p_right",
           "rhat", "n_cells", "n_parts", "sweeps", "cpu_s"]


class Arrays:
    """A system as the arrays that the sampler walks over."""

    def __init__(self, system):
        n, n_parts = len(system.mu), len(system.parts)
        most = max(len(cell.mean) for cell in system.cells)
        self.cell_log, self.cell_mean, self.cell_var = np.full((n, most), -1e300), np.zeros((n, most)), np.ones((n, most))
        self.cell_size = np.array([len(cell.mean) for cell in system.cells], dtype=np.int64)
        for i, cell in enumerate(system.cells):
            k = len(cell.mean)
            self.cell_log[i, :k], self.cell_mean[i, :k], self.cell_var[i, :k] = cell.log_weight, cell.mean, cell.sd ** 2
        self.part_log, self.part_mean, self.part_var = np.full((n_parts, 3), -1e300), np.zeros((n_parts, 3)), np.zeros((n_parts, 3))
        self.part_size = np.array([len(states) for _, states in system.parts], dtype=np.int64)
        for j, (_, states) in enumerate(system.parts):
            for s, (probability, mean, sd) in enumerate(states):
                self.part_log[j, s], self.part_mean[j, s], self.part_var[j, s] = math.log(probability), mean, sd ** 2
        # The part of a target whose states are summed in what is kept: the one that moves it most, of equal ones the first.
        moves = np.array([[abs(system.t_by_part[t, j]) * math.sqrt(sum(p * (sd ** 2 + mean ** 2) for p, mean, sd in states))
                           for j, (_, states) in enumerate(system.parts)] for t in range(len(system.targets))])
        self.summed = np.full(len(system.targets), -1, dtype=np.int64)
        for t in range(len(system.targets)):
            if n_parts and moves[t].max() > 0.0:
                self.summed[t] = int(np.argmax(moves[t]))
        self.system = system

    def all(self):
        system, flat = self.system, np.ascontiguousarray
        return (flat(system.mu), flat(system.cov), flat(system.by_part.T), self.cell_log, self.cell_mean, self.cell_var,
                self.cell_size, self.part_log, self.part_mean, self.part_var, self.part_size, flat(system.t_mean),
                flat(np.diag(system.t_cov)), flat(system.t_cross), flat(system.t_by_part), self.summed)

    def start(self, chance):
        """A state to begin with: parts in any state, cells in their most probable one."""
        cells = np.array([np.argmax(cell.log_weight) for cell in self.system.cells], dtype=np.int64)
        parts = np.array([chance.integers(size) for size in self.part_size], dtype=np.int64)
        return cells, parts


@numba.njit(cache=True)
def from_scratch(mu, cov, by, cell_mean, cell_var, part_mean, part_var, cells, parts):
    """Precision P of what the cells show, and P times how far they are from their mean."""
    V, away = cov.copy(), -mu
    for i in range(len(mu)):
        V[i, i] += cell_var[i, cells[i]]
        away[i] += cell_mean[i, cells[i]]
    for j in range(len(parts)):
        if parts[j] > 0:
            V += part_var[j, parts[j]] * np.outer(by[j], by[j])
            away -= part_mean[j, parts[j]] * by[j]
    P = np.linalg.inv(V)
    P = 0.5 * (P + P.T)
    return P, P @ away


@numba.njit(cache=True)
def move_cell(P, alpha, i, d_var, d_mean):
    """A cell shows another mean with another variance."""
    n = len(alpha)
    row = P[i].copy()
    share = d_var / (1.0 + d_var * row[i])
    a = alpha[i]
    for x in range(n):
        f = share * row[x]
        alpha[x] -= f * a
        for y in range(n):
            P[x, y] -= f * row[y]
    for x in range(n):
        alpha[x] += d_mean * P[x, i]


@numba.njit(cache=True)
def move_part(P, alpha, Pb, q, a, d_var, d_mean):
    """A shared part has another variance and mean; Pb, q and a are P b, b'P b and b'alpha as they were."""
    n = len(alpha)
    share = d_var / (1.0 + d_var * q)
    for x in range(n):
        f = share * Pb[x]
        alpha[x] -= f * a + d_mean * Pb[x] / (1.0 + d_var * q)
        for y in range(n):
            P[x, y] -= f * Pb[y]


@numba.njit(cache=True)
def cell_logs(out, size, log_weight, mean, var, centre, spread):
    """Log of how probable each state of a cell is, whose eta is N(centre, spread) by all others."""
    for k in range(size):
        v = spread + var[k]
        out[k] = log_weight[k] - 0.5 * math.log(v) - 0.5 * (mean[k] - centre) ** 2 / v


@numba.njit(cache=True)
def part_logs(out, size, log_prior, mean, var, now, q, a):
    """Log of how probable each state of a shared part is; now is its state. Returns q and a without the part."""
    left = 1.0 - var[now] * q
    q0 = q / left
    a0 = (a + mean[now] * q) / left
    for s in range(size):
        grown = 1.0 + var[s] * q0
        out[s] = (log_prior[s] + mean[s] * a0 - 0.5 * mean[s] ** 2 * q0 - 0.5 * math.log(grown)
                  + 0.5 * var[s] * (a0 - mean[s] * q0) ** 2 / grown)
    return q0, a0


@numba.njit(cache=True)
def pick(logs, size):
    """One index by its probability."""
    top = -1e300
    for k in range(size):
        top = max(top, logs[k])
    total = 0.0
    for k in range(size):
        total += math.exp(logs[k] - top)
    left = np.random.random() * total
    for k in range(size):
        left -= math.exp(logs[k] - top)
        if left <= 0.0:
            return k
    return size - 1


@numba.njit(cache=True)
def seed_chance(seed):
    np.random.seed(seed)


@numba.njit(cache=True)
def walk(cells, parts, n_recorded, thin, mu, cov, by, cell_log, cell_mean, cell_var, cell_size, part_log, part_mean, part_var,
         part_size, t_mean, t_var, t_cross, t_by, summed):
    """Sweeps over all cells and parts; after each `thin` of them the mixture of each target is recorded."""
    n, n_parts, n_t = len(mu), len(parts), len(t_mean)
    most = cell_log.shape[1]
    one, three = np.empty(most), np.empty(3)
    pair, pairs, logs_of_j = np.empty(3 * most), np.empty(9), np.empty(3)
    cell_pair, other = np.empty(most * most), np.empty(most)
    weights, means = np.zeros((n_recorded, n_t, 3)), np.zeros((n_recorded, n_t, 3))
    variances, there = np.ones((n_recorded, n_t, 3)), np.zeros((n_recorded, n_t))
    P, alpha = from_scratch(mu, cov, by, cell_mean, cell_var, part_mean, part_var, cells, parts)
    for record in range(n_recorded):
        for sweep in range(thin):
            if (record * thin + sweep) % 50 == 0:
                P, alpha = from_scratch(mu, cov, by, cell_mean, cell_var, part_mean, part_var, cells, parts)
            for i in range(n):
                now = cells[i]
                spread = max(1.0 / P[i, i] - cell_var[i, now], 0.0)
                cell_logs(one, cell_size[i], cell_log[i], cell_mean[i], cell_var[i], cell_mean[i, now] - alpha[i] / P[i, i], spread)
                k = pick(one, cell_size[i])
                if k != now:
                    move_cell(P, alpha, i, cell_var[i, k] - cell_var[i, now], cell_mean[i, k] - cell_mean[i, now])
                    cells[i] = k
            # Two cells at once, since a difference of two legs may be a mistake of either.
            if n > 1 and (record * thin + sweep) % 4 == 0:
                for _ in range(1 + n // 8):
                    i = np.random.randint(n)
                    i2 = np.random.randint(n - 1)
                    i2 += i2 >= i
                    if cell_size[i] * cell_size[i2] > 4000:
                        continue
                    now, now2 = cells[i], cells[i2]
                    left = max(1.0 / P[i, i] - cell_var[i, now], 0.0)
                    cell_logs(one, cell_size[i], cell_log[i], cell_mean[i], cell_var[i], cell_mean[i, now] - alpha[i] / P[i, i], left)
                    for k in range(cell_size[i]):
                        d_var, d_mean = cell_var[i, k] - cell_var[i, now], cell_mean[i, k] - cell_mean[i, now]
                        share = d_var / (1.0 + d_var * P[i, i])
                        p22 = P[i2, i2] - share * P[i2, i] ** 2
                        a2 = alpha[i2] - share * P[i2, i] * alpha[i] + d_mean * P[i2, i] / (1.0 + d_var * P[i, i])
                        spread = max(1.0 / p22 - cell_var[i2, now2], 0.0)
                        cell_logs(other, cell_size[i2], cell_log[i2], cell_mean[i2], cell_var[i2], cell_mean[i2, now2] - a2 / p22, spread)
                        for k2 in range(cell_size[i2]):
                            cell_pair[k * cell_size[i2] + k2] = one[k] + other[k2] - other[now2]
                    chosen = pick(cell_pair, cell_size[i] * cell_size[i2])
                    k, k2 = chosen // cell_size[i2], chosen % cell_size[i2]
                    if k != now:
                        move_cell(P, alpha, i, cell_var[i, k] - cell_var[i, now], cell_mean[i, k] - cell_mean[i, now])
                        cells[i] = k
                    if k2 != now2:
                        move_cell(P, alpha, i2, cell_var[i2, k2] - cell_var[i2, now2], cell_mean[i2, k2] - cell_mean[i2, now2])
                        cells[i2] = k2
            for j in range(n_parts):
                b = by[j]
                # A part together with a cell that holds of it.
                Pb = P @ b
                q, a, now = b @ Pb, b @ alpha, parts[j]
                part_logs(three, part_size[j], part_log[j], part_mean[j], part_var[j], now, q, a)
                if (record * thin + sweep + j) % 2:
                    s = pick(three, part_size[j])
                    if s != now:
                        move_part(P, alpha, Pb, q, a, part_var[j, s] - part_var[j, now], part_mean[j, s] - part_mean[j, now])
                        parts[j] = s
                    continue
                i = np.random.randint(n)
                for _ in range(20):
                    if b[i] != 0.0:
                        break
                    i = np.random.randint(n)
                was = cells[i]
                for s in range(part_size[j]):
                    d_var, d_mean = part_var[j, s] - part_var[j, now], part_mean[j, s] - part_mean[j, now]
                    p_ii = P[i, i] - d_var / (1.0 + d_var * q) * Pb[i] ** 2
                    a_i = alpha[i] - d_var / (1.0 + d_var * q) * Pb[i] * a - d_mean * Pb[i] / (1.0 + d_var * q)
                    spread = max(1.0 / p_ii - cell_var[i, was], 0.0)
                    cell_logs(one, cell_size[i], cell_log[i], cell_mean[i], cell_var[i], cell_mean[i, was] - a_i / p_ii, spread)
                    for k in range(cell_size[i]):
                        pair[s * cell_size[i] + k] = three[s] + one[k] - one[was]
                chosen = pick(pair, part_size[j] * cell_size[i])
                s, k = chosen // cell_size[i], chosen % cell_size[i]
                if s != now:
                    move_part(P, alpha, Pb, q, a, part_var[j, s] - part_var[j, now], part_mean[j, s] - part_mean[j, now])
                    parts[j] = s
                if k != was:
                    move_cell(P, alpha, i, cell_var[i, k] - cell_var[i, was], cell_mean[i, k] - cell_mean[i, was])
                    cells[i] = k
                if n_parts < 2:
                    continue
                # And together with another part.
                j2 = np.random.randint(n_parts - 1)
                j2 += j2 >= j
                b2 = by[j2]
                Pb, now, now2 = P @ b, parts[j], parts[j2]
                q, a, cross = b @ Pb, b @ alpha, b2 @ Pb
                Pb2 = P @ b2
                q2, a2 = b2 @ Pb2, b2 @ alpha
                part_logs(three, part_size[j], part_log[j], part_mean[j], part_var[j], now, q, a)
                for s in range(part_size[j]):
                    d_var, d_mean = part_var[j, s] - part_var[j, now], part_mean[j, s] - part_mean[j, now]
                    share = d_var / (1.0 + d_var * q)
                    part_logs(logs_of_j, part_size[j2], part_log[j2], part_mean[j2], part_var[j2], now2, q2 - share * cross ** 2,
                              a2 - share * cross * a - d_mean * cross / (1.0 + d_var * q))
                    for s2 in range(part_size[j2]):
                        pairs[s * part_size[j2] + s2] = three[s] + logs_of_j[s2] - logs_of_j[now2]
                chosen = pick(pairs, part_size[j] * part_size[j2])
                s, s2 = chosen // part_size[j2], chosen % part_size[j2]
                if s != now:
                    move_part(P, alpha, Pb, q, a, part_var[j, s] - part_var[j, now], part_mean[j, s] - part_mean[j, now])
                    parts[j] = s
                if s2 != now2:
                    Pb2 = P @ b2
                    move_part(P, alpha, Pb2, b2 @ Pb2, b2 @ alpha, part_var[j2, s2] - part_var[j2, now2],
                              part_mean[j2, s2] - part_mean[j2, now2])
                    parts[j2] = s2
        for t in range(n_t):
            C, centre, spread = t_cross[t].copy(), t_mean[t], t_var[t]
            for j in range(n_parts):
                s = parts[j]
                if s > 0 and t_by[t, j] != 0.0:
                    C += part_var[j, s] * t_by[t, j] * by[j]
                    centre += part_mean[j, s] * t_by[t, j]
                    spread += part_var[j, s] * t_by[t, j] ** 2
                    there[record, t] = 1.0
            j = summed[t]
            if j < 0:
                weights[record, t, 0] = 1.0
                means[record, t, 0] = centre + C @ alpha
                variances[record, t, 0] = spread - C @ (P @ C)
                continue
            # Without the part, then with it in each of its states.
            b, now = by[j], parts[j]
            Pb = P @ b
            q, a = b @ Pb, b @ alpha
            q0, a0 = part_logs(three, part_size[j], part_log[j], part_mean[j], part_var[j], now, q, a)
            left = 1.0 - part_var[j, now] * q
            C -= part_var[j, now] * t_by[t, j] * b
            CPb = C @ Pb
            m0 = (centre - part_mean[j, now] * t_by[t, j] + C @ alpha
                  + CPb * (part_mean[j, now] + part_var[j, now] * (a + part_mean[j, now] * q) / left))
            v0 = spread - part_var[j, now] * t_by[t, j] ** 2 - C @ (P @ C) - part_var[j, now] * CPb ** 2 / left
            rest = t_by[t, j] - CPb / left
            top = np.max(three[:part_size[j]])
            total = 0.0
            for s in range(part_size[j]):
                total += math.exp(three[s] - top)
            for s in range(part_size[j]):
                grown = 1.0 + part_var[j, s] * q0
                weights[record, t, s] = math.exp(three[s] - top) / total
                means[record, t, s] = m0 + rest * (part_mean[j, s] + part_var[j, s] * (a0 - part_mean[j, s] * q0) / grown)
                variances[record, t, s] = v0 + rest ** 2 * part_var[j, s] / grown
    return weights, means, variances, there


@numba.njit(cache=True)
def phi(x):
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@numba.njit(cache=True)
def below(x, weight, mean, sd):
    """Per recorded state: probability below x, and the density at x."""
    probability, density = np.zeros(len(weight)), np.zeros(len(weight))
    for c in range(len(weight)):
        for s in range(weight.shape[1]):
            if weight[c, s] > 0.0:
                z = (x - mean[c, s]) / sd[c, s]
                probability[c] += weight[c, s] * phi(z)
                density[c] += weight[c, s] * math.exp(-0.5 * z * z) / (sd[c, s] * 2.5066282746310002)
    return probability, density


def mcse(per_draw, n_chains):
    """Monte-Carlo error of a mean, from batches of each chain."""
    batches = per_draw.reshape(n_chains * N_BATCHES_A_CHAIN, -1).mean(axis=1)
    return float(np.std(batches, ddof=1) / math.sqrt(len(batches)))


def rhat(per_draw, n_chains):
    """Split R-hat of Gelman and others."""
    halves = per_draw.reshape(2 * n_chains, -1)
    n = halves.shape[1]
    within = halves.var(axis=1, ddof=1).mean()
    between = n * halves.mean(axis=1).var(ddof=1)
    if within <= 1e-20:
        return 1.0
    return float(math.sqrt(((n - 1) / n * within + between / n) / within))


class Chains:
    """Some chains over one system, which can be drawn on."""

    def __init__(self, system, n_chains, n_first, seed):
        self.arrays, self.n_chains = Arrays(system), n_chains
        seed_chance(seed)
        chance = np.random.default_rng(seed)
        self.states = [self.arrays.start(chance) for _ in range(n_chains)]
        for cells, parts in self.states:
            walk(cells, parts, 1, n_first, *self.arrays.all())
        self.recorded, self.sweeps = [[] for _ in range(n_chains)], 0

    def draw(self, n_recorded, thin):
        """So many more states of each chain."""
        for (cells, parts), recorded in zip(self.states, self.recorded):
            recorded.append(walk(cells, parts, n_recorded, thin, *self.arrays.all()))
        self.sweeps += self.n_chains * n_recorded * thin

    def all(self):
        """Weights, means, variances and presence, chain after chain."""
        return [np.concatenate([block[what] for recorded in self.recorded for block in recorded]) for what in range(4)]

    def halve(self):
        """Keeps every second state, so that long chains fit."""
        self.recorded = [[[np.ascontiguousarray(np.concatenate([block[what] for block in recorded])[::2]) for what in range(4)]]
                         for recorded in self.recorded]


def tell(chains):
    """The posterior of each target, averaged over the recorded states."""
    system, n_chains = chains.arrays.system, chains.n_chains
    weights, means, variances, there = chains.all()
    sds = np.sqrt(np.maximum(variances, 1e-24))
    rows = []
    for j, (group, when) in enumerate(system.targets):
        weight, mean, sd = (np.ascontiguousarray(block[:, j]) for block in (weights, means, sds))
        first = (weight * mean).sum(axis=1)
        second = (weight * (sd ** 2 + mean ** 2)).sum(axis=1)
        centre = first.mean()
        spread = math.sqrt(max(second.mean() - centre ** 2, 0.0))
        threshold = system.thresholds[j]
        low, _ = below(-threshold, weight, mean, sd)
        # Beyond the threshold on the other side, by symmetry, so that a tiny probability is not 1 − 1.
        high, _ = below(-threshold, weight, -mean, sd)
        quantiles, errors = [], []
        for q in QUANTILES:
            left, right = centre - 30.0 * spread, centre + 30.0 * spread
            guess = centre + spread * {0.025: -1.96, 0.5: 0.0, 0.975: 1.96}[q]
            for _ in range(60):
                below_it, f = below(guess, weight, mean, sd)
                p_all, f_all = below_it.mean(), f.mean()
                if p_all < q:
                    left = guess
                else:
                    right = guess
                step = guess - (p_all - q) / f_all if f_all > 0.0 else 0.5 * (left + right)
                step = step if left < step < right else 0.5 * (left + right)
                if abs(step - guess) < 1e-5 * spread:
                    break
                guess = step
            quantiles.append(guess)
            errors.append(mcse(below_it, n_chains) / f_all if f_all > 0.0 else 0.0)
        rows.append({
            "group": group, "quality": system.quality, "target": when,
            "mean": system.unit * centre, "sd": system.unit * spread, "q025": system.unit * quantiles[0],
            "q50": system.unit * quantiles[1], "q975": system.unit * quantiles[2],
            "p_left_weaker": low.mean(), "p_right_weaker": high.mean(), "p_large": there[:, j].mean(),
            "mcse_mean": system.unit * mcse(first, n_chains), "mcse_q025": system.unit * errors[0],
            "mcse_q975": system.unit * errors[2], "mcse_p_left": mcse(low, n_chains),
            "mcse_p_right": mcse(high, n_chains), "rhat": max(rhat(first, n_chains), rhat(low + high, n_chains)),
        })
    return rows


def worst_errors(rows):
    """The largest Monte-Carlo error of an end of an interval, as a part of the posterior SD, and of a probability."""
    return (max((max(row["mcse_q025"], row["mcse_q975"]) / row["sd"] for row in rows), default=0.0),
            max((max(row["mcse_p_left"], row["mcse_p_right"]) for row in rows if row["target"] == "now"), default=0.0))


def sampled(system, options):
    """Chains drawn on until the errors are small or the time is over, and what they tell."""
    chains = Chains(system, options.chains, options.first, options.seed)
    start, n_recorded, thin = time.process_time(), options.draws, options.thin
    while True:
        chains.draw(n_recorded, thin)
        rows = tell(chains)
        of_end, of_probability = worst_errors(rows)
        if (of_end < options.error and of_probability < options.error_of_probability
                or time.process_time() - start > 0.5 * options.seconds):
            return rows, chains.sweeps
        n_recorded = sum(len(block[0]) for block in chains.recorded[0])
        if 2 * n_recorded * options.chains > MOST_RECORDED:
            chains.halve()
            n_recorded, thin = n_recorded // 2, 2 * thin


def people_in(folder):
    with open(pathlib.Path(folder) / "people.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            place = pathlib.Path(folder) / row["subject"]
            with open(place / "person.toml", "rb") as text:
                person = tomllib.load(text)
            for injury in person.get("injuries", []):
                if "on" in injury:
                    injury["on"] = datetime.date.fromisoformat(injury["on"])
            yield row["subject"], datetime.date.fromisoformat(row["as_of"]), person, place


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("people")
    parser.add_argument("expected")
    parser.add_argument("--only", help="comma-separated subjects")
    parser.add_argument("--chains", type=int, default=4)
    parser.add_argument("--first", type=int, default=2000, help="sweeps of each chain before the first that counts")
    parser.add_argument("--draws", type=int, default=5000, help="states of each chain that are recorded at first")
    parser.add_argument("--thin", type=int, default=2, help="sweeps from one recorded state to the next, at first")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--error", type=float, default=0.004, help="draw more until no end of an interval has more, in SD")
    parser.add_argument("--error-of-probability", type=float, default=0.001, help="nor any probability of today")
    parser.add_argument("--seconds", type=float, default=8.0, help="but not much longer for one quality of a person")
    options = parser.parse_args()
    catalogue = read_catalogue()
    only = set(options.only.split(",")) if options.only else None
    warm = None
    with open(options.expected, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        everything = []
        for subject, as_of, person, place in people_in(options.people):
            if only and subject not in only:
                continue
            instruments = gather(catalogue, read_measurements(place / "measurements.csv"))
            used, n_cells, n_sweeps = 0.0, 0, 0
            mine = []
            for quality in ("strength", "flexibility", "size", "control", "load-sharing"):
                start = time.process_time()
                system = model.build(catalogue, person, instruments, quality, as_of)
                if system is None:
                    continue
                if warm is None:
                    # Compiling is no part of anybody's time.
                    chains = Chains(system, 2, 10, 1)
                    chains.draw(10, 1)
                    tell(chains)
                    warm, start = True, time.process_time()
                rows, sweeps = sampled(system, options)
                cpu = time.process_time() - start
                used, n_cells, n_sweeps = used + cpu, n_cells + len(system.cells), n_sweeps + sweeps
                for row in rows:
                    row.update(subject=subject, as_of=as_of.isoformat(), n_cells=len(system.cells),
                               n_parts=len(system.parts), sweeps=sweeps, cpu_s=cpu)
                    mine.append(row)
                    writer.writerow({key: f"{value:.5g}" if isinstance(value, float) else value for key, value in row.items()})
            file.flush()
            everything += mine
            of_end, of_probability = worst_errors(mine)
            print(f"{subject}: {sum(row['target'] == 'now' for row in mine)} differences, {n_cells} cells, {n_sweeps} sweeps, {used:.1f} s, "
                  f"R-hat {max((row['rhat'] for row in mine), default=1.0):.4f}, worst error of an end "
                  f"{100.0 * of_end:.2f} % of the SD, of a probability {of_probability:.4f}", flush=True)
    print(f"CPU time of this process: {time.process_time():.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
