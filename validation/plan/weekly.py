"""Gives the weeks of made-up people to HiGHS and holds its answers against those of the program.

    python3 validation/plan/weekly.py FOLDER [--days] [--seconds N]

FOLDER holds what `cargo xtask bench --plans 2000 FOLDER` has written. Without --days each week is given as it is
bounded: exercises and sessions, without days, level after level. With --days it is given as it is lived: every session
on a day, with minutes, places, spacing and equipment. Nothing here comes from the search of the program.
"""

import argparse
import json
import pathlib
import time

import highspy


class Program:
    """A mixed-integer program, row by row."""

    def __init__(self):
        self.lower, self.upper, self.whole, self.price = [], [], [], []
        self.rows = []

    def column(self, lower, upper, whole=True):
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.lower) - 1

    def row(self, entries, low, high):
        self.rows.append((entries, low, high))

    def solve(self, prices, seconds):
        """The objective, the bound and whether it is proven."""
        solver = highspy.Highs()
        solver.silent()
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("time_limit", float(seconds))
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("mip_abs_gap", 1e-4)
        infinity = highspy.kHighsInf
        for column in range(len(self.lower)):
            solver.addVar(self.lower[column], self.upper[column])
            solver.changeColCost(column, float(prices.get(column, 0.0)))
            if self.whole[column]:
                solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        for entries, low, high in self.rows:
            merged = {}
            for column, figure in entries:
                merged[column] = merged.get(column, 0.0) + figure
            low = -infinity if low is None else low
            high = infinity if high is None else high
            solver.addRow(low, high, len(merged), list(merged), list(merged.values()))
        solver.run()
        info = solver.getInfo()
        status = solver.getModelStatus()
        found = info.primal_solution_status == 2
        return (info.objective_function_value if found else None), info.mip_dual_bound, status == highspy.HighsModelStatus.kOptimal


def formulate(week, days):
    """The rows that every level shares, and the prices of needs, keeps and size."""
    program = Program()
    chosen = {}
    gives = [[] for _ in week["wants"]]
    size, seconds = {}, []
    for idx, exercise in enumerate(week["exercises"]):
        for choice_idx, choice in enumerate(exercise["choices"]):
            column = program.column(0, 1)
            chosen[idx, choice_idx] = column
            time_s = choice["sessions"] * choice["session_s"]
            seconds.append((column, time_s))
            size[column] = 1.0
            for want, amount in choice["gives"]:
                gives[want].append((column, amount * choice["sessions"]))
        columns = [chosen[idx, c] for c in range(len(exercise["choices"]))]
        program.row([(column, 1.0) for column in columns], None, 1.0)
    used = lambda idx: [chosen[idx, c] for c in range(len(week["exercises"][idx]["choices"]))]
    for idx, exercise in enumerate(week["exercises"]):
        for other in exercise["conflicts"]:
            if other > idx:
                program.row([(column, 1.0) for column in used(idx) + used(other)], None, 1.0)
    needs, keeps, constant = {}, {}, 0
    kept = {}
    for idx, want in enumerate(week["wants"]):
        if want["cap"] is not None:
            program.row(gives[idx], None, want["cap"])
        if want["need_price"] > 0:
            missing = program.column(0, want["target"], whole=False)
            program.row(gives[idx] + [(missing, 1.0)], want["target"], None)
            needs[missing] = want["need_price"]
            continue
        # The first half of a keep counts two points, the second one, each times what the group counts.
        half, full = program.column(0, 1), program.column(0, 1)
        program.row(gives[idx] + [(half, -((want["target"] + 1) // 2))], 0.0, None)
        program.row(gives[idx] + [(full, -want["target"])], 0.0, None)
        keeps[half], keeps[full] = -2 * want["keep_weight"], -want["keep_weight"]
        constant += 3 * want["keep_weight"]
        kept[idx] = full
    for weak, other in week["keep_first"]:
        large = sum(amount for _, amount in gives[weak])
        entries = gives[weak] + [(column, -amount) for column, amount in gives[other]]
        program.row(entries + [(kept[other], -large)], None, 0.0)
    room = sum(day["room_s"] for day in week["days"])
    program.row([(column, time_s) for column, time_s in seconds], None, room)
    program.row([(column, week["exercises"][idx]["choices"][c]["sessions"]) for (idx, c), column in chosen.items()], None,
                week["exercises_max"] * len(week["days"]))
    steps = program.column(0, 10_000)
    program.row([(column, time_s) for column, time_s in seconds] + [(steps, -300)], None, 0.0)
    size[steps] = 1.0
    if days:
        on_days(program, week, chosen)
    return program, [(needs, 0), (keeps, constant), (size, 0)]


def close(a, b):
    apart = abs(a - b)
    return min(apart, 7 - apart) < 2


def on_days(program, week, chosen):
    """Every session on a day: the naive formulation."""
    here = {}
    for (idx, c), column in chosen.items():
        choice = week["exercises"][idx]["choices"][c]
        columns = []
        for day in choice["days"]:
            here[idx, c, day] = program.column(0, 1)
            columns.append((here[idx, c, day], 1.0))
        program.row(columns + [(column, -choice["sessions"])], 0.0, 0.0)
    weekdays = [day["weekday"] for day in week["days"]]
    n_groups = 64
    for day, spec in enumerate(week["days"]):
        session = [(key, column) for key, column in here.items() if key[2] == day]
        program.row([(column, week["exercises"][k[0]]["choices"][k[1]]["session_s"]) for k, column in session], None, spec["room_s"])
        program.row([(column, 1.0) for _, column in session], None, week["exercises_max"])
        for want_idx, want in enumerate(week["wants"]):
            if want["kind"] == "sets":
                entries = []
                for k, column in session:
                    for want_of, amount in week["exercises"][k[0]]["choices"][k[1]]["gives"]:
                        if want_of == want_idx:
                            entries.append((column, amount))
                if entries:
                    program.row(entries, None, week["sets_max"])
    pairs = [(a, b) for a in range(len(weekdays)) for b in range(a) if close(weekdays[a], weekdays[b])]
    if not pairs:
        return
    for group in range(n_groups):
        hard = [idx for idx, exercise in enumerate(week["exercises"]) if exercise["hard"] >> group & 1]
        if not hard:
            continue
        on = {}
        for day in range(len(weekdays)):
            on[day] = program.column(0, 1)
        for (idx, c, day), column in here.items():
            if idx in hard:
                program.row([(column, 1.0), (on[day], -1.0)], None, 0.0)
        for a, b in pairs:
            program.row([(on[a], 1.0), (on[b], 1.0)], None, 1.0)
    for idx, exercise in enumerate(week["exercises"]):
        if exercise["stretch"] or exercise["hard"]:
            continue
        for a, b in pairs:
            entries = [(column, 1.0) for (i, c, day), column in here.items() if i == idx and day in (a, b)]
            program.row(entries, None, 1.0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--days", action="store_true")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", type=int, default=1000)
    words = parser.parse_args()
    print("| week | level | program | its bound | HiGHS | its bound | agree | s |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    agreed = compared = 0
    for path in sorted(pathlib.Path(words.folder).glob("week-*.json"))[: words.only]:
        week = json.loads(path.read_text())
        program, levels = formulate(week, words.days)
        scales = [week["need_scale"], 3, 1]
        for (prices, constant), level, scale in zip(levels, week["levels"], scales):
            start = time.process_time()
            factor = 1.0
            # The first level's figures are large; as the plan shows them they are not.
            shown = {column: price / scale for column, price in prices.items()}
            objective, bound, proven = program.solve(shown, words.seconds)
            spent = time.process_time() - start
            offset = constant / scale
            ours, our_bound = level["objective"], level["bound"]
            theirs = None if objective is None else objective * factor + offset
            their_bound = bound + offset
            # Without days HiGHS may go lower than any week that is lived, and never higher than ours within the gap.
            tolerance = 0.01 * max(abs(ours), 1e-9) + 1e-4
            agree = theirs is not None and their_bound <= ours + tolerance and (not words.days or our_bound <= theirs + tolerance)
            same = theirs is not None and abs(theirs - ours) <= tolerance
            word = "same" if same else ("bounds hold" if agree else "NO")
            compared += 1
            agreed += agree
            shown_theirs = "none" if theirs is None else f"{theirs:.3f}"
            print(f"| {path.stem} | {level['name']} | {ours:.3f} | {our_bound:.3f} | {shown_theirs} | {their_bound:.3f} | {word} | {spent:.1f} |", flush=True)
            if not same or not proven:
                # The levels below would speak of another week.
                break
            program.row([(column, price) for column, price in shown.items()], None, ours - offset + 1e-6 * max(1.0, abs(ours)))
    print(f"\n{compared} levels compared, {agreed} agree")


if __name__ == "__main__":
    main()
