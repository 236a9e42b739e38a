#!/usr/bin/env python3
"""Are the probabilities true, on made-up people whose differences are known? SIMULATED.

Usage: calibration.py --program evenstride [--worlds 1] [--files 10] [--people 400] [--seed 1] [--keep FOLDER]

Makes tables of people (people.py), lets the program judge them, and prints the tables of README.md. Needs Python
3.11 and numpy. With --keep the tables and the answers stay in FOLDER and are used again. In each world the tests
scatter otherwise; --files are the tables of each.
"""

import argparse
import json
import math
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import people
import rules

MODES = {"learnt": ("learnt from the table's repeats", []), "catalogue": ("the catalogue's", ["--noise", "catalogue"])}
BINS = (0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
CALLS = ("imbalanced-probable", "imbalanced-clear")


def judged(program, table, noise, answer):
    """The program's answer about one table."""
    if not answer.exists():
        arguments = [program, "assess", table, "--by", "subject", "--format", "json", "--as-of", people.LAST_DAY.isoformat(), *noise]
        with open(answer, "w", encoding="utf-8") as out:
            done = subprocess.run([str(a) for a in arguments], stdout=out, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            answer.unlink()
            raise SystemExit(f"the program ended with {done.returncode}\n{done.stderr[-2000:]}")
    return json.loads(answer.read_text(encoding="utf-8"))


def scale(size, unit):
    """A signed size as the program tells it, on the scale of the truth: 100·ln or degrees."""
    if unit != "percent":
        return size
    return math.copysign(-100 * math.log(max(1 - abs(size) / 100, 1e-9)), size)


def findings(answer, truth):
    """One record for each left-right finding of which the truth is known."""
    records, unknown = [], set()
    for assessment in answer["assessments"]:
        for finding in assessment["findings"]:
            if finding["comparison"] != "left-right" or finding["verdict"] == "not-comparable":
                continue
            key = (finding["subject"], finding["quality"], finding["group"])
            if key not in truth:
                unknown.add(key[1:])
                continue
            kind, n_visits, true = truth[key]
            size, sign = finding["size"], 1.0 if finding["weaker"] == "right" else -1.0
            records.append(
                {
                    "key": key,
                    "kind": kind,
                    "n_visits": n_visits,
                    "true": true,
                    "delta": scale(size["delta"], size["unit"]),
                    "sign": sign,
                    "low": scale(size["low"], size["unit"]),
                    "high": scale(size["high"], size["unit"]),
                    "left_weaker": finding["probability_first_weaker"],
                    "right_weaker": finding["probability_second_weaker"],
                    "verdict": finding["verdict"],
                }
            )
    return records, unknown


def beyond(record):
    """Which leg is truly better by more than δ: 1 the left, -1 the right, 0 neither."""
    return int(math.copysign(1, record["true"])) if abs(record["true"]) > record["delta"] else 0


def print_coverage(records):
    """How often the truth lies inside the 95 % interval."""
    print("| findings | number | truth inside the 95 % interval |\n| --- | --- | --- |")
    groups = {"all": lambda r: True}
    groups |= {q: lambda r, q=q: r["key"][1] == q for q in ("strength", "flexibility")}
    groups |= {f"{n} visit{'s' * (n > 1)}": lambda r, n=n: r["n_visits"] == n for n in (1, 2, 3, 4)}
    groups |= {f"{k} people": lambda r, k=k: r["kind"] == k for k in ("ordinary", "large", "injured")}
    for name in sorted({r["key"][2] for r in records}):
        groups |= {name: lambda r, name=name: r["key"][2] == name}
    for name, chosen in groups.items():
        inside = [r["low"] <= r["sign"] * r["true"] <= r["high"] for r in records if chosen(r)]
        if inside:
            print(f"| {name} | {len(inside)} | {100 * np.mean(inside):.1f} % |")


def print_bins(records):
    """What came of each probability that one leg is weaker by more than δ; both legs of every finding."""
    said = np.array([r[leg] for r in records for leg in ("left_weaker", "right_weaker")])
    came = np.array([beyond(r) == side for r in records for side in (-1, 1)])
    worlds = np.array([r["world"] for r in records for _ in range(2)])
    print("| probability that this leg is weaker by more than δ | legs | mean probability | how often it was true | difference | its standard error | in each world |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for low, high in zip(BINS, BINS[1:]):
        inside = (said >= low) & ((said < high) | (high == 1.0))
        if inside.any():
            mean, share = said[inside].mean(), came[inside].mean()
            error = np.sqrt((said[inside] * (1 - said[inside])).sum()) / inside.sum()
            each = [inside & (worlds == world) for world in np.unique(worlds)]
            each = [came[own].mean() - said[own].mean() for own in each if own.any()]
            across = f"{min(each):+.3f} to {max(each):+.3f}" if len(each) > 1 else ""
            print(f"| {low:g} to {high:g} | {inside.sum()} | {mean:.3f} | {share:.3f} | {share - mean:+.3f} | {error:.3f} | {across} |")


def print_verdicts(records):
    """How often each verdict was wrong."""
    print("| verdict | findings | wrong | of these the other leg is weaker by more than δ |\n| --- | --- | --- | --- |")
    for verdict in ("balanced", "undecided", *CALLS):
        chosen = [r for r in records if r["verdict"] == verdict]
        if not chosen:
            print(f"| {verdict} | 0 | | |")
            continue
        if verdict == "undecided":
            large = sum(beyond(r) != 0 for r in chosen)
            print(f"| {verdict} | {len(chosen)} | (truly beyond δ: {100 * large / len(chosen):.1f} %) | |")
            continue
        if verdict == "balanced":
            wrong, other = sum(beyond(r) != 0 for r in chosen), None
        else:
            wrong = sum(beyond(r) != r["sign"] for r in chosen)
            other = sum(beyond(r) == -r["sign"] for r in chosen)
        print(f"| {verdict} | {len(chosen)} | {wrong} ({100 * wrong / len(chosen):.1f} %) | {'' if other is None else other} |")


def outcome(sides, truth, subjects, fine=None):
    """What calls on sides (1 the left is better, -1 the right, 0 no call) amount to."""
    called, large = sides != 0, truth != 0
    right = called & (sides == truth)
    false_call = called & ~right
    told_fine = large & (~called if fine is None else fine)
    n_people = len(np.unique(subjects))
    return {
        "calls": int(called.sum()),
        "sensitivity": right.sum() / large.sum(),
        "specificity": (~called & ~large).sum() / (~large).sum(),
        "ppv": right.sum() / called.sum() if called.any() else math.nan,
        "false": len(np.unique(subjects[false_call])) / n_people,
        "fine": len(np.unique(subjects[told_fine])) / n_people,
        "either": len(np.unique(subjects[false_call | told_fine])) / n_people,
    }


def line(name, threshold, o):
    """One rule in the table."""
    share = " | ".join(f"{100 * o[k]:.1f} %" for k in ("sensitivity", "specificity", "ppv", "false", "fine", "either"))
    return f"| {name} | {threshold} | {o['calls']} | {share} |"


def at_sensitivity(statistic, truth, wanted):
    """The sides called when the threshold is moved until the sensitivity reaches what is wanted, and the threshold."""
    right = np.sort(np.abs(statistic[(truth != 0) & (np.sign(statistic) == truth)]))[::-1]
    n_wanted = math.ceil(wanted * (truth != 0).sum() - 1e-9)
    if n_wanted == 0 or n_wanted > len(right):
        return None, math.nan
    threshold = right[n_wanted - 1]
    return np.where(np.abs(statistic) >= threshold, np.sign(statistic), 0), threshold


def print_rules(records, statistics, quality):
    """The program beside the rules: as they are, then all at the same sensitivity."""
    chosen = [r for r in records if r["key"][1] == quality and r["key"] in statistics]
    truth = np.array([beyond(r) for r in chosen])
    subjects = np.array([r["key"][0] for r in chosen])
    n_people = len(np.unique(subjects))
    print(f"{len(chosen)} findings of {n_people} people, of which {(truth != 0).sum()} are truly beyond δ.\n")
    head = "| who calls | threshold | calls | sensitivity | specificity | calls that are true | people with a false call | people told fine wrongly | people told something false |"
    rule_of_rows = "| --- |" + " --- |" * 8
    sides = np.array([r["sign"] if r["verdict"] in CALLS else 0 for r in chosen])
    clear = np.array([r["sign"] if r["verdict"] == CALLS[1] else 0 for r in chosen])
    fine = np.array([r["verdict"] == "balanced" for r in chosen])
    by_rule = {rule: np.array([statistics[r["key"]][rule] for r in chosen]) for rule in rules.RULES}
    signed = np.array([r["right_weaker"] if r["sign"] > 0 else -r["left_weaker"] for r in chosen])
    program, program_clear = outcome(sides, truth, subjects, fine), outcome(clear, truth, subjects, fine)
    print("As they are:\n\n" + head + "\n" + rule_of_rows)
    print(line("Evenstride, probable or clear", "verdict", program))
    print(line("Evenstride, clear", "verdict", program_clear))
    for rule, statistic in by_rule.items():
        print(line(rule, "its own", outcome(np.where(np.abs(statistic) >= 1 - 1e-9, np.sign(statistic), 0), truth, subjects)))
    ten = by_rule[rules.RULES[0]]
    ten = outcome(np.where(np.abs(ten) >= 1 - 1e-9, np.sign(ten), 0), truth, subjects)
    targets = (
        ("of Evenstride's calls, probable or clear", program),
        ("of Evenstride's clear calls", program_clear),
        ("of the 10 % rule on each test", ten),
    )
    for name, target in targets:
        print(f"\nAll thresholds moved to the sensitivity {name}, {100 * target['sensitivity']:.1f} %; no call counts as told fine,")
        print("except for Evenstride, where only `balanced` does:\n\n" + head + "\n" + rule_of_rows)
        for rule, statistic in {"Evenstride, by its probability": signed, **by_rule}.items():
            if rule.startswith("15 %"):
                continue
            moved, threshold = at_sensitivity(statistic, truth, target["sensitivity"])
            if moved is None:
                print(f"| {rule} | never reaches it | | | | | | | |")
                continue
            is_ours = rule.startswith("Evenstride")
            shown = f"{threshold:.2f}" if is_ours else f"{threshold:.2f} times its own"
            print(line(rule, shown, outcome(moved, truth, subjects, fine & (moved == 0) if is_ours else None)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default="evenstride")
    parser.add_argument("--worlds", type=int, default=1)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--modes", nargs="+", choices=list(MODES), default=list(MODES))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        truth, records, measured, unknown = {}, {mode: [] for mode in arguments.modes}, [], set()
        for index in range(arguments.worlds * arguments.files):
            table = folder / f"people-{index:02}.csv"
            world = arguments.seed + index // arguments.files
            for subject, kind, n_visits, quality, group, true in people.make_table(table, world, index, arguments.people):
                truth[subject, quality, group] = (kind, n_visits, true)
            measured.append(table)
            for mode in arguments.modes:
                answer = judged(arguments.program, table, MODES[mode][1], folder / f"answer-{mode}-{index:02}.json")
                found, other = findings(answer, truth)
                records[mode] += [record | {"world": world} for record in found]
                unknown |= other
        deltas = {r["key"][1:]: r["delta"] for r in records[arguments.modes[0]]}
        statistics = {}
        for table in measured:
            statistics |= rules.statistics(table, deltas)
    n_large = len({key[0] for key, (kind, _, _) in truth.items() if kind != "ordinary"})
    n_people = len({key[0] for key in truth})
    print(f"SIMULATED: {n_people} made-up people in {arguments.worlds * arguments.files} tables of {arguments.worlds} world(s), seed {arguments.seed};")
    print(f"{n_large} of them have a large difference or an injury that the program is not told of.")
    if unknown:
        print("\nFindings without a known truth, left out: " + ", ".join(sorted(f"{g} ({q})" for q, g in unknown)) + ".")
    for mode in arguments.modes:
        print(f"\n## Noise: {MODES[mode][0]}\n\n### Intervals\n")
        print_coverage(records[mode])
        print("\n### Probabilities\n")
        print_bins(records[mode])
        for quality in ("strength", "flexibility"):
            print(f"\nOf {quality} alone:\n")
            print_bins([r for r in records[mode] if r["key"][1] == quality])
        print("\n### Verdicts\n")
        print_verdicts(records[mode])
    for quality in ("strength", "flexibility"):
        print(f"\n## Beside simple rules: {quality}\n")
        print_rules(records[arguments.modes[0]], statistics, quality)


if __name__ == "__main__":
    main()
