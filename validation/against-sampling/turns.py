"""What ends and what begins: large parts that come or go between two days on which something was measured.

Read beside the page of the model, "What ends and what begins". Days are put into runs; where the tests of a part's
groups differ between runs, parts are added for what may have happened in the days between. Read next: model.py.
"""

import math

from catalogue import on_scale, scale_of_noise

RUN_DAYS = 28
TELLS = 2.0
MOST_GAPS = 3
# Half of what comes or goes does so at once, the other half from the first day to the last.
AT_ONCE = 0.5


def run_starts(days):
    """The first day of each run: days within four weeks of the latest one of the run, counted back."""
    starts, latest = [], None
    for day in sorted(days, reverse=True):
        if latest is not None and (latest - day).days <= RUN_DAYS:
            starts[-1] = day
        else:
            latest = day
            starts.append(day)
    return starts[::-1]


def shown(instrument):
    """Left minus right of each day with both legs: (day, mean, variance by the usual noise of days and trials)."""
    test, noise, scale = instrument.test, instrument.test["noise"], scale_of_noise(instrument.test)
    trial, leg_day = (noise["trial"] * scale) ** 2, (noise["leg_day"] * scale) ** 2
    found = []
    for day, trials in sorted(instrument.days.items()):
        if test["link"] == "share":
            pairs = [pair for pair in trials["attempts"].values() if len(pair) == 2]
            if pairs:
                ratios = [math.log(pair["left"] / pair["right"]) for pair in pairs]
                found.append((day, sum(ratios) / len(ratios), leg_day + trial / len(ratios)))
            continue
        if not trials["left"] or not trials["right"]:
            continue
        middle, variance = {}, 2.0 * leg_day
        for side in ("left", "right"):
            values = trials[side]
            middle[side] = sum(on_scale(test, value) for value in values) / len(values)
            counting = [(0.289 / value) ** 2 if test["link"] == "count" else 0.0 for value in values]
            variance += trial / len(values) + sum(counting) / len(values) ** 2
        found.append((day, middle["left"] - middle["right"], variance))
    return found


def pooled(looks):
    """The mean of some looks, the exact ones counting most, with its variance."""
    looks = list(looks)
    if not looks:
        return None
    weight = sum(1.0 / variance for _, _, variance in looks)
    return sum(mean / variance for _, mean, variance in looks) / weight, 1.0 / weight


def tells(each):
    """How many standard deviations a change is from none, by all tests: (load, before, after) of each."""
    total, weight = 0.0, 0.0
    for load, before, after in each:
        if before is not None and after is not None:
            variance = before[1] + after[1]
            total += load * (after[0] - before[0]) / variance
            weight += load * load / variance
    return abs(total) / math.sqrt(weight) if weight > 0.0 else 0.0


def gaps_of(instruments, groups, years):
    """The gaps in which something may have happened, and first and last day where it may have come little by little."""
    each = []
    for instrument in instruments:
        load = sum(instrument.test["loads"].get(group, 0.0) for group in groups)
        if load > 0.0:
            each.append((load, shown(instrument)))
    days = [day for _, looks in each for day, _, _ in looks]
    starts = run_starts(days)
    if len(starts) < 2:
        return [], None
    run = lambda day: sum(start <= day for start in starts) - 1
    # What a test showed in each run in which it was done.
    by_run = [(load, {r: pooled(look for look in looks if run(look[0]) == r) for r in {run(look[0]) for look in looks}}, looks)
              for load, looks in each]
    found = []
    for r in range(1, len(starts)):
        near = tells((load, runs[max(i for i in runs if i < r)] if any(i < r for i in runs) else None,
                      runs[min(i for i in runs if i >= r)] if any(i >= r for i in runs) else None)
                     for load, runs, _ in by_run)
        whole = tells((load, pooled(look for look in looks if run(look[0]) < r), pooled(look for look in looks if run(look[0]) >= r))
                      for load, _, looks in by_run)
        if max(near, whole) >= TELLS:
            found.append((max(near, whole), starts[r]))
    found = sorted(sorted(found, key=lambda one: (-one[0], one[1]))[:MOST_GAPS], key=lambda one: one[1])
    gaps = [(years(max(day for day in days if day < start)), years(start)) for _, start in found]
    slow = None
    if len(starts) > 2:
        ends = tells((load, runs[min(runs)] if len(runs) > 1 else None, runs[max(runs)] if len(runs) > 1 else None)
                     for load, runs, _ in by_run)
        slow = (years(min(days)), years(max(days))) if ends >= TELLS else None
    return gaps, slow


def gone(rate, years):
    """How probable it is that something ends within so many years."""
    return 1.0 - math.exp(-rate * years)


def comings(rate, gaps, slow):
    """How a part may come: (share of its probability, how much of it is there at a time)."""
    found = [(AT_ONCE * gone(rate, after - before), since(0.5 * (before + after))) for before, after in gaps]
    if slow is not None:
        found.append(((1.0 - AT_ONCE) * gone(rate, slow[1] - slow[0]), growing(*slow)))
    return found


def goings(rate, gaps, slow, onset):
    """How a part that is there from `onset` on may go."""
    begun = max(onset, 0.0)
    found = [(AT_ONCE * (1.0 - gone(rate, before - begun)) * gone(rate, after - before), within(onset, 0.5 * (before + after)))
             for before, after in gaps if before >= begun]
    if slow is not None and max(slow[0], begun) < slow[1]:
        first = max(slow[0], begun)
        found.append(((1.0 - AT_ONCE) * gone(rate, slow[1] - first), fading(first, slow[1])))
    return found


def since(start):
    return lambda t: 1.0 if t >= start else 0.0


def within(start, end):
    return lambda t: 1.0 if start <= t < end else 0.0


def growing(first, last):
    return lambda t: min(max((t - first) / (last - first), 0.0), 1.0)


def fading(first, last):
    return lambda t: 1.0 - min(max((t - first) / (last - first), 0.0), 1.0)
