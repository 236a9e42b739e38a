"""What is called at the first visit, and what is still there at the second and in the mean of the later ones."""

import tomllib
from pathlib import Path

from exscidata import GROUPS, TESTS, VISITS, WITHOUT, differences, percent_of

CATALOGUE = Path(__file__).resolve().parents[2] / "crates" / "catalog" / "data"
CALLED = ("imbalanced-probable", "imbalanced-clear")
NEAR = 1e-9


def noise_of_tests():
    """`100 * ln` noise of each test as the program sees it here: the catalogue with the other sources laid over it."""
    found = {}
    for path in (CATALOGUE / "tests-strength-isokinetic.toml", CATALOGUE / "tests-strength-knee.toml", WITHOUT):
        with open(path, "rb") as file:
            for test in tomllib.load(file).get("test", []):
                if test["id"] in TESTS and "noise" in test:
                    found[test["id"]] = test["noise"]
    return found


def mean(numbers):
    """The mean, or none of nothing."""
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else None


def later_mean(values, subject, tests):
    """The mean difference of some tests over all visits after the first."""
    return mean(
        values[subject, test, visit] for test in tests for visit in VISITS[1:] if (subject, test, visit) in values
    )


def at(values, subject, tests, visit):
    """The mean difference of some tests at one visit."""
    return mean(values[subject, test, visit] for test in tests if (subject, test, visit) in values)


def holds(first, other, threshold_percent):
    """Is it still there: the same side, and at least the threshold?"""
    return other is not None and first * other > 0 and percent_of(other) >= threshold_percent - NEAR


def count(called, values, tests_of, threshold_of):
    """Calls, still there at the second visit, still there in the mean of all later ones, other side there."""
    second = later = swapped = 0
    for subject, what, first in called:
        after = later_mean(values, subject, tests_of(what))
        second += holds(first, at(values, subject, tests_of(what), VISITS[1]), threshold_of(what))
        later += holds(first, after, threshold_of(what))
        swapped += after is not None and first * after < 0
    return len(called), second, later, swapped


def row(name, counts, n_pairs):
    """One line of the table."""
    n_calls = counts[0]
    share = [f"{part} ({100 * part / n_calls:.0f} %)" if n_calls else "0" for part in counts[1:]]
    return f"| {name} | {n_pairs} | {n_calls} | " + " | ".join(share) + " |"


def print_calls(rows, mean_values, verdicts):
    """The table of calls. Rules look at the best trial of a leg; the program sees every trial."""
    best_values = differences(rows, best=True)
    subjects = sorted({key[0] for key in best_values})
    noise = noise_of_tests()
    limits = {test: 2.77 * (noise[test]["trial"] ** 2 + noise[test]["leg_day"] ** 2) ** 0.5 for test in TESTS}
    print("| rule | pairs of legs | called at the first visit | still there at the second | still there in the mean of the later visits | there the other side is weaker |")
    print("| --- | --- | --- | --- | --- | --- |")

    def by_test(threshold_of):
        pairs = [(s, t, best_values[s, t, VISITS[0]]) for s in subjects for t in TESTS if (s, t, VISITS[0]) in best_values]
        called = [pair for pair in pairs if percent_of(pair[2]) >= threshold_of(pair[1]) - NEAR]
        return count(called, best_values, lambda test: (test,), threshold_of), len(pairs)

    print(row("10 %, each test", *by_test(lambda _: 10)))
    print(row("15 %, each test", *by_test(lambda _: 15)))
    print(row("MDC95, each test", *by_test(lambda test: percent_of(limits[test]))))

    groups = [(s, g, at(mean_values, s, GROUPS[g], VISITS[0])) for s in subjects for g in GROUPS]
    groups = [pair for pair in groups if pair[2] is not None]
    for threshold in (10, 15):
        called = [pair for pair in groups if percent_of(pair[2]) >= threshold - NEAR]
        print(row(f"{threshold} %, mean of a muscle's tests", count(called, mean_values, GROUPS.get, lambda _: 10), len(groups)))
    for mode, answers in verdicts.items():
        said = {(a["subject"], a["group"]): a for a in answers if a["comparison"] == "left-right" and a["group"] in GROUPS}
        name = {"catalogue": "catalogue only", "others": "noise of the others"}[mode]
        called = []
        for kinds, words in ((CALLED, "probable or clear"), (CALLED[1:], "clear")):
            called = [
                (s, g, -1.0 if said[s, g]["weaker"] == "left" else 1.0)
                for s, g, _ in groups
                if said[s, g]["verdict"] in kinds
            ]
            counts = count(called, mean_values, GROUPS.get, lambda _: 10)
            print(row(f"Evenstride, {name}: {words}", counts, len(groups)))
            if kinds == CALLED and called:
                largest = sorted(groups, key=lambda pair: -abs(pair[2]))[: len(called)]
                counts = count(largest, mean_values, GROUPS.get, lambda _: 10)
                print(row(f"as many, the largest means of a muscle's tests", counts, len(groups)))
    print("\nWhat the program says at the first visit, and the mean of the later visits:\n")
    print("| noise | verdict | muscles of people | later mean at least 10 % | at least 10 %, other side |")
    print("| --- | --- | --- | --- | --- |")
    for mode, answers in verdicts.items():
        for verdict in ("balanced", "undecided", *CALLED):
            chosen = [a for a in answers if a["comparison"] == "left-right" and a["group"] in GROUPS and a["verdict"] == verdict]
            later = [(a["weaker"], later_mean(mean_values, a["subject"], GROUPS[a["group"]])) for a in chosen]
            large = [(weaker, d) for weaker, d in later if d is not None and percent_of(d) >= 10]
            other = sum((d < 0) != (weaker == "left") for weaker, d in large)
            print(f"| {mode} | {verdict} | {len(chosen)} | {len(large)} | {other} |")
    print("\nMDC95 here is 2.77·√(trial² + leg-day²) of the noise without this table: ", end="")
    print(", ".join(f"{test} {percent_of(limits[test]):.0f} %" for test in TESTS) + ".")
