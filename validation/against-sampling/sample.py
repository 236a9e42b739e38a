"""Samples the model of docs/model.md with NUTS and writes what it says of every difference.

    python3 validation/against-sampling/sample.py PEOPLE EXPECTED.csv

PEOPLE is a folder that people.py has written. What is normal given the rest is integrated by its covariance matrix;
NUTS (nutpie) walks over what the trials of each cell scatter around, with the wild days, the wild trials and the
presence of each large part summed out. README.md says why this is the same model. Read next: model.py, compare.py.
"""

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[threads] = "1"

import argparse
import csv
import datetime
import math
import pathlib
import sys
import time
import tomllib
import warnings

warnings.filterwarnings("ignore")

import numba
import nutpie
import numpy as np
from nutpie import compiled_pyfunc

import model
from catalogue import gather, read_catalogue, read_measurements

N_BATCHES_A_CHAIN = 5
QUANTILES = (0.025, 0.5, 0.975)
COLUMNS = ["subject", "as_of", "group", "quality", "target", "mean", "sd", "q025", "q50", "q975", "p_left_weaker",
           "p_right_weaker", "p_large", "mcse_mean", "mcse_q025", "mcse_q975", "mcse_p_left", "mcse_p_right",
           "rhat", "n_cells", "n_large", "divergences", "cpu_s"]


class Density:
    """What the log density of the white coordinates xi of the cells needs."""

    def __init__(self, system):
        self.system = system
        n, n_large = len(system.mu), len(system.larges)
        self.C = np.linalg.cholesky(system.cov)
        self.S = np.linalg.solve(self.C, system.by_large)
        present = ((np.arange(2 ** n_large)[:, None] >> np.arange(n_large)[None, :]) & 1).astype(bool)
        pairs = [(i, j) for i in range(n_large) for j in range(i, n_large)]
        n_z = len(present)
        self.const = np.zeros(n_z)
        self.linear = np.zeros((n_z, n_large))
        self.square = np.zeros((n_z, len(pairs)))
        self.pair_i = np.array([i for i, _ in pairs], dtype=np.int64)
        self.pair_j = np.array([j for _, j in pairs], dtype=np.int64)
        means = np.array([large.mean for large in system.larges])
        for z, there in enumerate(present):
            inside = np.flatnonzero(there)
            log_prior = sum(math.log(large.probability if there[j] else 1.0 - large.probability)
                            for j, large in enumerate(system.larges))
            s, m = self.S[:, inside], means[inside]
            M = np.eye(len(inside)) + s.T @ s
            inverse = np.linalg.inv(M) if len(inside) else M
            _, log_det = np.linalg.slogdet(M) if len(inside) else (1.0, 0.0)
            self.const[z] = log_prior + 0.5 * m @ inverse @ m - 0.5 * m @ m - 0.5 * log_det
            self.linear[z, inside] = inverse @ m
            Q = np.zeros((n_large, n_large))
            Q[np.ix_(inside, inside)] = inverse
            self.square[z] = [0.5 * Q[i, i] if i == j else Q[i, j] for i, j in pairs]
        self.parts = max(len(cell.mean) for cell in system.cells)
        self.cell_log = np.full((n, self.parts), -1e300)
        self.cell_mean = np.zeros((n, self.parts))
        self.cell_precision = np.ones((n, self.parts))
        for i, cell in enumerate(system.cells):
            k = len(cell.mean)
            self.cell_log[i, :k] = cell.log_weight - np.log(cell.sd) - 0.5 * math.log(2.0 * math.pi)
            self.cell_mean[i, :k] = cell.mean
            self.cell_precision[i, :k] = 1.0 / cell.sd ** 2
        self.cell_size = np.array([len(cell.mean) for cell in system.cells], dtype=np.int64)
        self.centre, self.spread = self.rough()

    def rough(self):
        """A rough normal for xi, in whose coordinates NUTS walks: every mixture by its two first moments."""
        system = self.system
        p = np.array([large.probability for large in system.larges])
        m = np.array([large.mean for large in system.larges])
        prior_mean = self.S @ (p * m)
        prior = np.eye(len(system.mu)) + self.S @ np.diag(p * (1.0 + m * m) - (p * m) ** 2) @ self.S.T
        best = np.array([cell.mean[np.argmax(cell.log_weight)] for cell in system.cells])
        var = np.array([cell.sd[np.argmax(cell.log_weight)] ** 2 for cell in system.cells])
        # Observation best = mu + C xi + noise.
        gain = np.linalg.solve(self.C @ prior @ self.C.T + np.diag(var), self.C @ prior).T
        mean = prior_mean + gain @ (best - system.mu - self.C @ prior_mean)
        cov = prior - gain @ self.C @ prior
        return mean, np.ascontiguousarray(np.linalg.cholesky(0.5 * (cov + cov.T) + 1e-12 * np.eye(len(cov))))

    def arrays(self):
        return (self.system.mu, np.ascontiguousarray(self.C), np.ascontiguousarray(self.S), self.const, self.linear, self.square, self.pair_i, self.pair_j,
                self.cell_log, self.cell_mean, self.cell_precision, self.cell_size)


@numba.njit(cache=True, fastmath=False)
def weights_of(a, const, linear, square, pair_i, pair_j):
    """Log of the sum over which large parts are there, and the share of each."""
    log_w = const + linear @ a
    if len(pair_i):
        log_w = log_w + square @ (a[pair_i] * a[pair_j])
    top = np.max(log_w)
    w = np.exp(log_w - top)
    total = np.sum(w)
    return top + math.log(total), w / total


@numba.njit(cache=True)
def log_density(zeta, centre, spread, mu, C, S, const, linear, square, pair_i, pair_j, cell_log, cell_mean,
                cell_precision, cell_size):
    xi = centre + spread @ zeta
    eta = mu + C @ xi
    value = -0.5 * np.dot(xi, xi)
    slope_eta = np.zeros(len(eta))
    for i in range(len(eta)):
        top = -1e300
        for k in range(cell_size[i]):
            term = cell_log[i, k] - 0.5 * (eta[i] - cell_mean[i, k]) ** 2 * cell_precision[i, k]
            if term > top:
                top = term
        total, slope = 0.0, 0.0
        for k in range(cell_size[i]):
            away = eta[i] - cell_mean[i, k]
            term = cell_log[i, k] - 0.5 * away * away * cell_precision[i, k] - top
            if term > -40.0:
                w = math.exp(term)
                total += w
                slope -= w * away * cell_precision[i, k]
        value += top + math.log(total)
        slope_eta[i] = slope / total
    slope_xi = C.T @ slope_eta - xi
    if S.shape[1]:
        a = S.T @ xi
        log_sum, w = weights_of(a, const, linear, square, pair_i, pair_j)
        value += log_sum
        slope_a = linear.T @ w
        products = square.T @ w
        for p in range(len(pair_i)):
            slope_a[pair_i[p]] += products[p] * a[pair_j[p]]
            slope_a[pair_j[p]] += products[p] * a[pair_i[p]]
        slope_xi = slope_xi + S @ slope_a
    return value, spread.T @ slope_xi


@numba.njit(cache=True)
def phi(x):
    return 0.5 * math.erfc(-x * 0.7071067811865476)


@numba.njit(cache=True)
def mixtures(rows, spreads, cov, mu, by_large, log_odds, log_none, u_mean, t_mean, t_var, t_cross, t_by_large, least):
    """For each row of values of eta, known but for the variances in `spreads`, the mixture of normals of each target.

    The sum over which large parts are there takes the sets in the order of a binary count, so that most rows of the
    Cholesky factor are those of the set before. Returned are, one component after the other, the row, the weight, the
    means and variances of the targets and the set of large parts.
    """
    n_rows, n = rows.shape
    n_large, n_t = by_large.shape[1], len(t_mean)
    capacity, at = 4 * n_rows + 4096, 0
    owner, weight = np.empty(capacity, dtype=np.int64), np.empty(capacity)
    means, variances, sets = np.empty((capacity, n_t)), np.empty((capacity, n_t)), np.empty(capacity, dtype=np.int64)
    n_sets = 1 << n_large
    log_w = np.empty(n_sets)
    set_mean, set_var = np.empty((n_sets, n_t)), np.empty((n_sets, n_t))
    factor = np.zeros((n_large + 1, n_large + 1))
    e, rho = np.zeros(n_large + 1), np.zeros((n_large + 1, n_t))
    members = np.zeros(n_large + 1, dtype=np.int64)
    for i in range(n_rows):
        C = np.linalg.cholesky(cov + np.diag(spreads[i]))
        white = np.linalg.solve(C, rows[i] - mu)
        S = np.linalg.solve(C, by_large)
        K = np.linalg.solve(C, t_cross.T)
        base = t_mean + K.T @ white
        v0 = t_var - np.sum(K * K, axis=0)
        gram, a = S.T @ S, S.T @ white
        r = t_by_large - K.T @ S
        for z in range(n_sets):
            depth = 0
            for j in range(n_large - 1, -1, -1):
                if z >> j & 1:
                    members[depth] = j
                    depth += 1
            # The highest bits change most rarely and stand first, so their rows are as before.
            start = 0
            if z > 0:
                before = z - 1
                kept = 0
                for j in range(n_large - 1, -1, -1):
                    if (z >> j & 1) != (before >> j & 1):
                        break
                    kept += z >> j & 1
                start = kept
            for d in range(start, depth):
                j = members[d]
                square, left = 1.0 + gram[j, j], a[j] + u_mean[j]
                for b in range(d):
                    total = gram[j, members[b]]
                    for c in range(b):
                        total -= factor[d, c] * factor[b, c]
                    factor[d, b] = total / factor[b, b]
                    square -= factor[d, b] ** 2
                    left -= factor[d, b] * e[b]
                factor[d, d] = math.sqrt(square)
                e[d] = left / factor[d, d]
                for t in range(n_t):
                    value = r[t, j]
                    for b in range(d):
                        value -= factor[d, b] * rho[b, t]
                    rho[d, t] = value / factor[d, d]
            log_w[z] = log_none
            for t in range(n_t):
                set_mean[z, t], set_var[z, t] = base[t], v0[t]
            for d in range(depth):
                j = members[d]
                log_w[z] += log_odds[j] + 0.5 * e[d] ** 2 - 0.5 * u_mean[j] ** 2 - math.log(factor[d, d])
                for t in range(n_t):
                    set_mean[z, t] += rho[d, t] * e[d]
                    set_var[z, t] += rho[d, t] ** 2
        top = np.max(log_w)
        w = np.exp(log_w - top)
        w /= np.sum(w)
        kept_weight = 0.0
        for z in range(n_sets):
            if w[z] >= least:
                kept_weight += w[z]
        for z in range(n_sets):
            if w[z] < least:
                continue
            if at == capacity:
                capacity *= 2
                owner = np.concatenate((owner, np.empty(at, dtype=np.int64)))
                sets = np.concatenate((sets, np.empty(at, dtype=np.int64)))
                weight = np.concatenate((weight, np.empty(at)))
                means = np.concatenate((means, np.empty((at, n_t))))
                variances = np.concatenate((variances, np.empty((at, n_t))))
            owner[at], weight[at], sets[at] = i, w[z] / kept_weight, z
            means[at], variances[at] = set_mean[z], set_var[z]
            at += 1
    return owner[:at], weight[:at], means[:at], variances[:at], sets[:at]


@numba.njit(cache=True)
def draw_parts(etas, cell_log, cell_mean, cell_precision, cell_size, uniforms):
    """For each draw of eta the part of each cell's mixture, drawn by its probability."""
    chosen = np.zeros(etas.shape, dtype=np.int64)
    for i in range(etas.shape[0]):
        for c in range(etas.shape[1]):
            top, total = -1e300, 0.0
            for k in range(cell_size[c]):
                term = cell_log[c, k] - 0.5 * (etas[i, c] - cell_mean[c, k]) ** 2 * cell_precision[c, k]
                top = max(top, term)
            for k in range(cell_size[c]):
                total += math.exp(cell_log[c, k] - 0.5 * (etas[i, c] - cell_mean[c, k]) ** 2 * cell_precision[c, k] - top)
            left = uniforms[i, c] * total
            for k in range(cell_size[c]):
                left -= math.exp(cell_log[c, k] - 0.5 * (etas[i, c] - cell_mean[c, k]) ** 2 * cell_precision[c, k] - top)
                if left <= 0.0:
                    chosen[i, c] = k
                    break
    return chosen


@numba.njit(cache=True)
def below(x, draw, weight, mean, sd, n_draws):
    """Per draw: probability below x, and the density at x."""
    probability, density = np.zeros(n_draws), np.zeros(n_draws)
    for c in range(len(weight)):
        if sd[c] > 0.0:
            z = (x - mean[c]) / sd[c]
            probability[draw[c]] += weight[c] * phi(z)
            density[draw[c]] += weight[c] * math.exp(-0.5 * z * z) / (sd[c] * 2.5066282746310002)
        elif mean[c] < x:
            probability[draw[c]] += weight[c]
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
    if within <= 0.0:
        return 1.0
    return float(math.sqrt(((n - 1) / n * within + between / n) / within))


def run_nuts(density, n_chains, n_tune, n_draws, seed):
    """Draws of xi (all chains in a row), divergences, gradients."""
    n = len(density.system.mu)
    arrays = (density.centre, density.spread) + density.arrays()
    calls = [0]

    def make_logp():
        def logp(zeta):
            calls[0] += 1
            return log_density(zeta, *arrays)
        return logp

    def make_expand(*_args):
        return lambda zeta: {"zeta": np.asarray(zeta, dtype=np.float64)}

    generator = np.random.default_rng(seed)
    compiled = compiled_pyfunc.from_pyfunc(
        n, make_logp, make_expand, [np.dtype(np.float64)], [(n,)], ["zeta"],
        make_initial_point_fn=lambda _seed: 1.5 * generator.standard_normal(n),
    )
    trace = nutpie.sample(compiled, draws=n_draws, tune=n_tune, chains=n_chains, cores=1, seed=seed, progress_bar=False,
                          save_warmup=False)
    zetas = trace.posterior["zeta"].values.reshape(n_chains * n_draws, n)
    divergences = int(trace.sample_stats["diverging"].values.sum())
    return density.centre + zetas @ density.spread.T, divergences, calls[0]


def tell(density, xis, n_chains, seed, given):
    """The posterior of each target, averaged over the draws.

    `given` says what a draw is taken to tell. "parts": which part of its mixture each cell took, that is what was wild;
    eta is integrated again, so that little of the error of sampling is left. "eta": eta itself. Both are right.
    """
    system, n_draws = density.system, len(xis)
    etas = system.mu + xis @ density.C.T
    if given == "parts":
        uniforms = np.random.default_rng(seed).random(etas.shape)
        chosen = draw_parts(etas, density.cell_log, density.cell_mean, density.cell_precision, density.cell_size, uniforms)
        chosen, of_draw = np.unique(chosen, axis=0, return_inverse=True)
        of_draw = of_draw.ravel()
        cells = np.arange(len(system.mu))
        values, variances = density.cell_mean[cells, chosen], 1.0 / density.cell_precision[cells, chosen]
    else:
        values, variances, of_draw = etas, np.zeros(etas.shape), np.arange(n_draws)
    p = np.array([large.probability for large in system.larges])
    owner, weight, means, squares, sets = mixtures(
        np.ascontiguousarray(values), np.ascontiguousarray(variances), np.ascontiguousarray(system.cov), system.mu,
        np.ascontiguousarray(system.by_large),
        np.log(p / (1.0 - p)), float(np.sum(np.log(1.0 - p))), np.array([large.mean for large in system.larges]),
        system.t_mean, np.diag(system.t_cov).copy(), np.ascontiguousarray(system.t_cross), np.ascontiguousarray(system.t_by_large), 1e-7)
    n = len(values)
    share = np.bincount(of_draw, minlength=n) / n_draws
    rows = []
    for j, (group, when) in enumerate(system.targets):
        mean, sd = np.ascontiguousarray(means[:, j]), np.sqrt(np.maximum(squares[:, j], 0.0))
        first = np.bincount(owner, weight * mean, n)
        second = np.bincount(owner, weight * (mean ** 2 + sd ** 2), n)
        centre = share @ first
        spread = math.sqrt(max(share @ second - centre ** 2, 0.0))
        threshold = system.thresholds[j]
        low, _ = below(-threshold, owner, weight, mean, sd, n)
        # Beyond the threshold on the other side, by symmetry, so that a tiny probability is not 1 − 1.
        high, _ = below(-threshold, owner, weight, -mean, sd, n)
        quantiles, errors = [], []
        for q in QUANTILES:
            left, right = centre - 12.0 * spread, centre + 12.0 * spread
            guess = centre + spread * {0.025: -1.96, 0.5: 0.0, 0.975: 1.96}[q]
            for _ in range(60):
                below_it, f = below(guess, owner, weight, mean, sd, n)
                p_all, f_all = share @ below_it, share @ f
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
            errors.append(mcse(below_it[of_draw], n_chains) / f_all if f_all > 0.0 else 0.0)
        touches = sum(1 << u for u in range(len(system.larges)) if system.t_by_large[j, u] != 0.0)
        p_large = share @ np.bincount(owner, weight * ((sets & touches) != 0), n)
        sd_of_mean = mcse(first[of_draw], n_chains)
        rows.append({
            "group": group, "quality": system.quality, "target": when,
            "mean": system.unit * centre, "sd": system.unit * spread, "q025": system.unit * quantiles[0],
            "q50": system.unit * quantiles[1], "q975": system.unit * quantiles[2],
            "p_left_weaker": share @ low, "p_right_weaker": share @ high, "p_large": p_large,
            "mcse_mean": system.unit * sd_of_mean, "mcse_q025": system.unit * errors[0],
            "mcse_q975": system.unit * errors[2], "mcse_p_left": mcse(low[of_draw], n_chains),
            "mcse_p_right": mcse(high[of_draw], n_chains),
        })
    return rows, n


def worst_error(rows):
    """The largest Monte-Carlo error of an end of an interval, as a part of the posterior SD."""
    return max((max(row["mcse_q025"], row["mcse_q975"]) / row["sd"] for row in rows), default=0.0)


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
    parser.add_argument("--tune", type=int, default=500)
    parser.add_argument("--draws", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--error", type=float, default=0.004, help="draw more until no end of an interval has more, in SD")
    parser.add_argument("--most", type=int, default=64, help="at most so many times --draws")
    parser.add_argument("--given", choices=["parts", "eta"], default="parts", help="see tell()")
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
            used, n_gradients, n_cells = 0.0, 0, 0
            mine = []
            for quality in ("strength", "flexibility", "size", "control", "load-sharing"):
                start = time.process_time()
                system = model.build(catalogue, person, instruments, quality, as_of)
                if system is None:
                    continue
                density = Density(system)
                if warm is None:
                    # Compiling is no part of anybody's time.
                    xis, _, _ = run_nuts(density, 1, 50, 50, 1)
                    tell(density, xis, 1, 1, options.given)
                    warm, start = True, time.process_time()
                times = 1
                while True:
                    xis, divergences, gradients = run_nuts(density, options.chains, options.tune, times * options.draws,
                                                           options.seed)
                    n_gradients += gradients
                    rows, _ = tell(density, xis, options.chains, options.seed, options.given)
                    if worst_error(rows) < options.error or times == options.most:
                        break
                    # The error falls with the root of the draws.
                    times = min(options.most, max(times + 1, math.ceil(1.3 * times * (worst_error(rows) / options.error) ** 2)))
                worst_rhat = max(rhat(np.ascontiguousarray(xis[:, i]), options.chains) for i in range(xis.shape[1]))
                cpu = time.process_time() - start
                used, n_cells = used + cpu, n_cells + len(system.cells)
                for row in rows:
                    row.update(subject=subject, as_of=as_of.isoformat(), n_cells=len(system.cells),
                               n_large=len(system.larges), divergences=divergences, rhat=worst_rhat, cpu_s=cpu)
                    mine.append(row)
                    writer.writerow({key: f"{value:.5g}" if isinstance(value, float) else value for key, value in row.items()})
            file.flush()
            everything += mine
            worst = worst_error(mine)
            print(f"{subject}: {sum(row['target'] == 'now' for row in mine)} differences, {n_cells} cells, {n_gradients} gradients, {used:.1f} s, "
                  f"R-hat {max((row['rhat'] for row in mine), default=1.0):.4f}, "
                  f"worst error of an end {100.0 * worst:.2f} % of the SD, of a probability "
                  f"{max((max(row['mcse_p_left'], row['mcse_p_right']) for row in mine), default=0.0):.4f}, "
                  f"divergences {max((row['divergences'] for row in mine), default=0)}", flush=True)
    print(f"CPU time of this process: {time.process_time():.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
