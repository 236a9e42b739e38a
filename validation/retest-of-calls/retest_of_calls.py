#!/usr/bin/env python3
"""How many side differences that a fixed threshold calls are still there at the next visit.

Usage: retest_of_calls.py TABLE.csv [threshold percent, 10 when left out]

TABLE.csv has the columns subject, leg (L or R), velocity, movement, timepoint and load. Two visits before any
training are compared: "pre" and "session1". One value stands for a leg, a test and a visit: the best of its
trials. The size of a difference is 100 * (stronger - weaker) / stronger, and it is called when it reaches the
threshold. Everything is computed with exact fractions, so that a difference of exactly the threshold does not
depend on rounding. Nothing but the standard library is needed, and the same table gives the same bytes.
"""

import csv
import sys
from collections import defaultdict
from fractions import Fraction

VISITS = ("pre", "session1")


def best_values(path):
    """The best value by test, subject, visit and leg."""
    best = defaultdict(dict)
    with open(path, newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if row["timepoint"] not in VISITS or row["load"] in ("", "NA"):
                continue
            test = f'{row["velocity"]} {row["movement"]}'
            value = Fraction(row["load"])
            visits = best[test].setdefault(row["subject"], {})
            key = (row["timepoint"], row["leg"].strip())
            visits[key] = max(value, visits.get(key, value))
    return best


def signed_size_percent(visits, visit):
    """Positive when the right leg is weaker, negative when the left leg is, zero when they are equal."""
    left, right = visits[visit, "L"], visits[visit, "R"]
    return 100 * (left - right) / max(left, right)


def count(subjects, threshold):
    """People, calls at the first visit, calls still there on the same side, swapped, equal at a visit."""
    n_people = n_calls = n_held = n_swapped = n_equal = 0
    for visits in subjects.values():
        if len(visits) != 4:
            continue
        first, second = (signed_size_percent(visits, visit) for visit in VISITS)
        n_people += 1
        n_swapped += first * second < 0
        n_equal += first * second == 0
        if abs(first) >= threshold:
            n_calls += 1
            n_held += abs(second) >= threshold and first * second > 0
    return n_people, n_calls, n_held, n_swapped, n_equal


def percent(part, whole):
    """A whole percentage, or a dash when there is nothing to divide by."""
    return f"{round(100 * part / whole)} %" if whole else "-"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    threshold = Fraction(sys.argv[2]) if len(sys.argv) == 3 else Fraction(10)
    print(f"Threshold: {float(threshold):g} % of the stronger leg\n")
    print("| test | people | called at the first visit | still there, same side | weaker leg swapped | legs equal at a visit |")
    print("| --- | --- | --- | --- | --- | --- |")
    sums = [0] * 5
    for test, subjects in sorted(best_values(sys.argv[1]).items()):
        row = count(subjects, threshold)
        sums = [total + value for total, value in zip(sums, row)]
        n_people, n_calls, n_held, n_swapped, n_equal = row
        print(f"| {test} | {n_people} | {n_calls} | {n_held} | {n_swapped} ({percent(n_swapped, n_people)}) | {n_equal} |")
    n_pairs, n_calls, n_held, n_swapped, n_equal = sums
    print(f"| all | {n_pairs} | {n_calls} | {n_held} ({percent(n_held, n_calls)}) | {n_swapped} ({percent(n_swapped, n_pairs)}) | {n_equal} |")


if __name__ == "__main__":
    main()
