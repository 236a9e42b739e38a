"""Holds the program against what sampling says, and prints the table of README.md.

    python3 validation/against-sampling/compare.py PEOPLE EXPECTED.csv [--program target/release/evenstride]

Nothing of the model is computed here. The program is asked for the catalogue's noise, so that what it learns from
repeats stays out. Read next: README.md.
"""

import argparse
import csv
import json
import math
import pathlib
import subprocess
import sys


PROBABILITY_BAR = 0.01
END_BAR = 0.02  # of the posterior SD


def to_log(percent):
    """From percent of the stronger leg back to 100·ln."""
    size = -100.0 * math.log(1.0 - min(abs(percent), 99.999) / 100.0)
    return math.copysign(size, percent)


def ask(program, folder, subject, as_of):
    """The left–right findings of one person, by group and quality."""
    place = pathlib.Path(folder) / subject
    run = subprocess.run(
        [program, "assess", str(place / "measurements.csv"), "--person", str(place / "person.toml"), "--as-of", as_of,
         "--noise", "catalogue", "--format", "json"], capture_output=True, text=True, check=False)
    if not run.stdout.strip():
        raise SystemExit(f"failed to assess {subject}: {run.stderr.strip()}")
    answer = json.loads(run.stdout)
    return {(finding["group"], finding["quality"]): finding
            for assessment in answer["assessments"] for finding in assessment["findings"]
            if finding["comparison"] == "left-right" and (finding.get("evidence") or {}).get("posterior_mean") is not None}


def first_day(folder, subject):
    """The first day of a person's table, as text."""
    with open(pathlib.Path(folder) / subject / "measurements.csv", encoding="utf-8", newline="") as file:
        return min(row["date"] for row in csv.DictReader(file))


def told(finding, target, first, first_mean):
    """The program's figures in the units of expected.csv; those that it does not tell are None.

    `first_mean` is the sampled mean of the day `first`: the program counts a change towards balance. What it tells of
    another day, because a group was measured later, is not compared.
    """
    back = (lambda size: size) if finding["quality"] == "flexibility" else to_log
    evidence, size = finding["evidence"], finding["size"]
    if target == "now":
        # Sizes are told in the direction of the weaker leg.
        low, middle, high = back(size["low"]), back(size["size"]), back(size["high"])
        if finding["weaker"] == "left":
            low, middle, high = -high, -middle, -low
        return {"mean": evidence["posterior_mean"], "sd": evidence["posterior_sd"], "q025": low, "q50": middle,
                "q975": high, "p_left_weaker": finding["probability_first_weaker"],
                "p_right_weaker": finding["probability_second_weaker"]}
    course, change = evidence.get("course") or [], finding.get("change") or {}
    if target == "first" and course and course[0]["day"] == first:
        return {"q025": back(course[0]["low"]), "q50": back(course[0]["size"]), "q975": back(course[0]["high"])}
    if target == "change" and change.get("gap") and change["since"] == first and first_mean is not None:
        gap = change["gap"]
        low, middle, high = gap["low"], gap["middle"], gap["high"]
        return {"q025": low, "q50": middle, "q975": high} if first_mean < 0.0 else {"q025": -high, "q50": -middle, "q975": -low}
    return {}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("people")
    parser.add_argument("expected")
    parser.add_argument("--program", default="target/release/evenstride")
    parser.add_argument("--all", action="store_true", help="print every row")
    options = parser.parse_args()
    if not pathlib.Path(options.program).is_file():
        raise SystemExit(f"failed to find the program at {options.program}: build it, or name it with --program")
    with open(options.expected, encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    asked, compared, missing, cpu = {}, [], [], {}
    firsts = {(row["subject"], row["group"], row["quality"]): float(row["mean"]) for row in expected
              if row["target"] == "first"}
    for row in expected:
        subject = row["subject"]
        cpu[subject, row["quality"]] = float(row["cpu_s"])
        if subject not in asked:
            asked[subject] = ask(options.program, options.people, subject, row["as_of"])
        finding = asked[subject].get((row["group"], row["quality"]))
        if finding is None:
            missing.append(row)
            continue
        first_mean = firsts.get((subject, row["group"], row["quality"]))
        ours, sd = told(finding, row["target"], first_day(options.people, subject), first_mean), float(row["sd"])
        for figure, value in ours.items():
            if value is None:
                continue
            truth = float(row[figure])
            away = value - truth if figure.startswith("p_") else (value - truth) / sd
            error = {"q025": "mcse_q025", "q975": "mcse_q975", "mean": "mcse_mean", "p_left_weaker": "mcse_p_left",
                     "p_right_weaker": "mcse_p_right"}.get(figure)
            error = float(row[error]) / (1.0 if figure.startswith("p_") else sd) if error else 0.0
            compared.append((abs(away), away, figure, row, value, truth, error))
    n_now = sum(row["target"] == "now" for row in expected)
    print(f"{len(asked)} people, {n_now} differences of which {sum(row['target'] == 'now' for row in missing)} are not told "
          f"by the program; {sum(cpu.values()):.0f} s of sampling, {sum(cpu.values()) / max(len(asked), 1):.1f} s a person")
    print()
    print("| target | figure | unit | compared | mean deviation | worst | error of sampling there | where | beyond the bar |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    failed = 0
    for target in ("now", "first", "change"):
        for figure in ("p_left_weaker", "p_right_weaker", "q025", "q975", "q50", "mean", "sd"):
            mine = [entry for entry in compared if entry[2] == figure and entry[3]["target"] == target]
            if not mine:
                continue
            worst = max(mine, key=lambda entry: entry[0])
            probability = figure.startswith("p_")
            bar = {"p_left_weaker": PROBABILITY_BAR, "p_right_weaker": PROBABILITY_BAR, "q025": END_BAR,
                   "q975": END_BAR}.get(figure)
            beyond = sum(entry[0] > bar for entry in mine) if bar else ""
            failed += beyond or 0
            show = (lambda value: f"{value:.4f}") if probability else (lambda value: f"{100.0 * value:.2f} %")
            row = worst[3]
            print(f"| {target} | {figure} | {'probability' if probability else 'of the SD'} | {len(mine)} | "
                  f"{show(sum(entry[0] for entry in mine) / len(mine))} | {show(worst[0])} | {show(worst[6])} | "
                  f"{row['subject']} {row['group']} {row['quality']} | {beyond} |")
    if options.all or failed:
        print("\n| person | group | quality | target | figure | program | sampling | deviation |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        for away, signed, figure, row, value, truth, _ in sorted(compared, key=lambda entry: -entry[0])[: 10_000 if options.all else 20]:
            print(f"| {row['subject']} | {row['group']} | {row['quality']} | {row['target']} | {figure} | {value:.4g} | "
                  f"{truth:.4g} | {signed:.4f} |")
    for row in missing:
        if row["target"] == "now":
            print(f"not told: {row['subject']} {row['group']} {row['quality']}")
    sys.exit(1 if failed or missing else 0)


if __name__ == "__main__":
    main()
