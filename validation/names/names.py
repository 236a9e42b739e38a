"""What the catalogue makes of the names of public lists of exercises; see README.md."""

import argparse
import csv
import json
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOM = Path(__file__).resolve().parent
ROOT = ROOM.parent.parent
LIST = ROOT / "../shared/data/exercise-names/free-exercise-db/dist_exercises.json"
PROGRAM = ["cargo", "run", "--quiet", "-p", "evenstride-catalog", "--example", "recognise"]

# The list has no hip flexors; what lifts the leg stands under abdominals there.
LEG = {"quadriceps", "hamstrings", "calves", "glutes", "adductors", "abductors"}
SEEDS = (20, 21, 22)
OF_LEGS, OF_THE_REST, LATER_OF_LEGS = 70, 30, 100

# The draws from other lists: a hundred names of the legs that are not in the first list, or as many as there were.
OTHER_LISTS = {"4": "ExerciseDB", "5": "MuscleWiki", "6": "MuscleWiki, the rest", "7": "Liftosaur"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", type=Path, default=LIST, help="the list, as JSON")
    parser.add_argument("--program", nargs="+", default=PROGRAM, help="what reads names and says what they mean")
    parser.add_argument("--draw", action="store_true", help="print what was drawn with the answers, for judging")
    parser.add_argument("--draw-from", type=Path, help="draw from another list: a line for each name of the legs, muscle, tab, name")
    parser.add_argument("--seed", type=int, default=SEEDS[0], help="the seed of that draw")
    options = parser.parse_args()
    if not options.list.exists():
        sys.exit(f"failed to find {options.list}: fetch the list that README.md names")
    entries = json.loads(options.list.read_text())
    if options.draw_from:
        print_other_draw(options.draw_from, options.seed, entries, options.program)
        return
    answers = recognised([entry["name"] for entry in entries], options.program)
    judged = list(zip(entries, answers))
    legs = [(entry, answer) for entry, answer in judged if LEG & set(entry["primaryMuscles"])]
    helped = [(entry, answer) for entry, answer in judged if not LEG & set(entry["primaryMuscles"]) and LEG & set(entry["secondaryMuscles"])]
    rest = [(entry, answer) for entry, answer in judged if not LEG & set(entry["primaryMuscles"] + entry["secondaryMuscles"])]
    draws = drawn(legs, helped + rest)
    if options.draw:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([number, name, told(answer)] for number, draw in draws.items() for name, answer in draw)
        return
    print_counts({"main muscle of the legs": legs, "a leg muscle helps": helped, "no leg muscle": rest})
    print_kinds(legs)
    print_lists(legs, helped, rest)
    print_verdicts(draws, options.program)


def recognised(names, program):
    """The answers of the program, one for each name: what, exercise, confidence, kind."""
    run = subprocess.run(program, input="\n".join(names) + "\n", capture_output=True, text=True, cwd=ROOT)
    if run.returncode:
        sys.exit(f"failed to run {' '.join(program)}: {run.stderr}")
    rows = [line.split("\t") for line in run.stdout.splitlines()]
    assert [row[0] for row in rows] == names, "expected an answer for each name"
    return [{"what": row[1], "exercise": row[2], "confidence": row[3], "kind": row[5]} for row in rows]


def told(answer):
    if answer["what"] == "exercise":
        return f"{answer['exercise']} {answer['confidence']}"
    return answer["what"].replace("-", " ")


def drawn(legs, others):
    """Three draws by fixed seeds: seventy names of the legs with thirty others, then twice a hundred of the legs that are left."""
    first, *later = map(random.Random, SEEDS)
    both = [(legs, OF_LEGS), (others, OF_THE_REST)]
    draws = {1: [one for of, count in both for one in first.sample(by_name(of), count)]}
    for number, chance in enumerate(later, 2):
        seen = {entry["name"] for draw in draws.values() for entry, _ in draw}
        left = [one for one in by_name(legs) if one[0]["name"] not in seen]
        draws[number] = chance.sample(left, LATER_OF_LEGS)
    return {number: [(entry["name"], answer) for entry, answer in draw] for number, draw in draws.items()}


def print_other_draw(path, seed, entries, program):
    """A hundred names of another list that are not in the first one, with the answers, for judging."""
    lines = [line.split("\t") for line in path.read_text().splitlines()]
    known = {normalised(entry["name"]) for entry in entries}
    left = sorted({(name, muscle) for muscle, name in lines if normalised(name) not in known})
    print(f"{len(lines)} names of the legs, {len(left)} of them not in the first list", file=sys.stderr)
    draw = random.Random(seed).sample(left, min(LATER_OF_LEGS, len(left)))
    answers = recognised([name for name, _ in draw], program)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerows([muscle, name, told(answer)] for (name, muscle), answer in zip(draw, answers))


def normalised(name):
    """The words of a name in the order of the alphabet, in the singular, without the sex of who shows it."""
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"\((fe)?male\)", "", name.lower())).split()
    return " ".join(sorted(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words))


def by_name(of):
    return sorted(of, key=lambda one: one[0]["name"])


def print_counts(rows):
    print("| names | all | exact | likely | nearest | not legs | unknown | taken for an exercise |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for title, of in rows.items():
        count = Counter(answer["confidence"] or answer["what"] for _, answer in of)
        known = sum(answer["what"] == "exercise" for _, answer in of)
        cells = [count[key] for key in ("Exact", "Likely", "Nearest", "not-legs", "unknown")]
        print(f"| {title} | {len(of)} | {' | '.join(map(str, cells))} | {known} ({100 * known / len(of):.1f} %) |")
    print()


def print_kinds(legs):
    print("| category of the list, main muscle of the legs | all | taken for an exercise |")
    print("| --- | --- | --- |")
    for category in sorted({entry["category"] for entry, _ in legs}):
        of = [answer for entry, answer in legs if entry["category"] == category]
        known = sum(answer["what"] == "exercise" for answer in of)
        print(f"| {category} | {len(of)} | {known} |")
    print()


def print_lists(legs, helped, rest):
    left = [entry["name"] for entry, answer in legs if answer["what"] == "unknown"]
    lost = [entry["name"] for entry, answer in legs if answer["what"] == "not-legs"]
    print(f"Of the legs and unknown ({len(left)}): {', '.join(left) or 'none'}.\n")
    print(f"Of the legs and taken for something that does not train them ({len(lost)}): {', '.join(lost) or 'none'}.\n")
    taken = [(entry["name"], answer) for entry, answer in rest if answer["what"] == "exercise"]
    print(f"No leg muscle by the list and taken for an exercise ({len(taken)}):\n")
    for name, answer in taken:
        print(f"- {name}: {told(answer)} ({answer['kind'].lower()})")
    print()


def print_verdicts(draws, program):
    with open(ROOM / "judged.csv", newline="") as file:
        judged = list(csv.DictReader(file))
    now = [(str(number), name, told(answer)) for number, draw in draws.items() for name, answer in draw]
    others = [row for row in judged if row["draw"] in OTHER_LISTS]
    answers = recognised([row["name"] for row in others], program)
    now += [(row["draw"], row["name"], told(answer)) for row, answer in zip(others, answers)]
    stale = [row["name"] for row, found in zip(judged, now) if (row["draw"], row["name"], row["answer"]) != found]
    if stale or len(judged) != len(now):
        sys.exit(f"failed to hold what was judged against the answers: judge again {stale}")
    print("| drawn | names | right at first | near | wrong | right now | near | wrong |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    parts = {
        "1, of the legs": judged[:OF_LEGS],
        "1, the rest": judged[OF_LEGS : OF_LEGS + OF_THE_REST],
        "2, of the legs": [row for row in judged if row["draw"] == "2"],
        "3, of the legs": [row for row in judged if row["draw"] == "3"],
    }
    for number, title in OTHER_LISTS.items():
        parts[f"{number}, of the legs, {title}"] = [row for row in judged if row["draw"] == number]
    for title, rows in parts.items():
        counts = [Counter(row[when] for row in rows) for when in ("first", "now")]
        cells = [count[verdict] for count in counts for verdict in ("right", "near", "wrong")]
        print(f"| {title} | {len(rows)} | {' | '.join(map(str, cells))} |")


main()
