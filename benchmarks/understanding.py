# ruff: noqa: INP001, T201 - a script, no package, that prints
"""How long it takes to understand a line, over a real store: whylocked's own made-up workspace.

    .venv/bin/python benchmarks/understanding.py [rounds]

Prints the mean, the median and the 99th percentile of a line in milliseconds of CPU time, and the knowledge's size.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import mean, median

from bot.demo import staged
from bot.understanding import understand
from bot.understanding.examples import read_examples
from bot.words import BUILT_IN

LINES = Path(__file__).resolve().parent.parent / "tests" / "utterances" / "held_out.jsonl"


def main(rounds: int) -> None:
    """Understand every line of the held-out set `rounds` times; each line's best time counts."""
    texts = [example.text for example in read_examples(LINES)]
    with staged(BUILT_IN) as (app, workspace):
        people = app.whylocked.people(workspace.who("nora"))
        best = [float("inf")] * len(texts)
        with people.looking():
            for _ in range(rounds):
                for at, text in enumerate(texts):
                    began = time.process_time()
                    understand(text, people, mind=app.mind)
                    best[at] = min(best[at], (time.process_time() - began) * 1000)
    times = sorted(best)
    print(f"{len(texts)} lines: mean {mean(times):.2f} ms, median {median(times):.2f} ms, ", end="")
    print(f"99 % below {times[int(len(times) * 0.99)]:.2f} ms")
    for name in ("understanding.toml", "learned.gz"):
        print(f"{name}: {(BUILT_IN / name).stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
