"""Reads calendar files of the program with an independent parser and says what it found.

It fails on the first thing that an ordinary calendar could stumble over. It never looks at what the plan should be.
"""

import datetime
import subprocess
import sys

import icalendar

PROGRAM = "target/release/evenstride"
PLANS = [
    [],
    ["--at", "23:50", "--calendar-titles", "full"],
    ["--weeks", "12", "--minutes", "25"],
]


def planned(arguments):
    """The calendar of the example."""
    command = [PROGRAM, "plan", "examples/first-check", "--as-of", "2026-11-22", "--format", "ics", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def require(holds, what):
    if not holds:
        sys.exit(f"does not hold: {what}")


def main():
    print(f"| options | events | longest line | from | to | read with icalendar {icalendar.__version__} |")
    print("| --- | --- | --- | --- | --- | --- |")
    for arguments in PLANS:
        raw = planned(arguments)
        require(b"\n" not in raw.replace(b"\r\n", b""), "every line ends with CR LF")
        longest = max(len(line) for line in raw.split(b"\r\n"))
        require(longest <= 75, "no line is over 75 octets")
        calendar = icalendar.Calendar.from_ical(raw)
        events = calendar.walk("VEVENT")
        require(not calendar.errors and not any(event.errors for event in events), "nothing is misread")
        uids = [str(event["UID"]) for event in events]
        require(events and len(set(uids)) == len(uids), "there are events, and each has a name of its own")
        for event in events:
            start = event.decoded("DTSTART")
            if isinstance(start, datetime.datetime):
                require(start.tzinfo is None, "times are local")
                require(event.decoded("DTEND") > start, "a session ends after it starts")
            require(event.decoded("DTSTAMP").tzinfo is not None, "the stamp is in UTC")
        texts = [str(event["DESCRIPTION"]) for event in events]
        again = icalendar.Calendar.from_ical(calendar.to_ical()).walk("VEVENT")
        require([str(event["DESCRIPTION"]) for event in again] == texts, "written anew it says the same")
        days = sorted(str(event.decoded("DTSTART"))[:10] for event in events)
        shown = " ".join(arguments) or "none"
        print(f"| {shown} | {len(events)} | {longest} | {days[0]} | {days[-1]} | as written |")


if __name__ == "__main__":
    main()
