"""
How fast the API reads, against a textbook of Django REST framework and against SQL written by hand.

Run with `make bench`, or `python bench/reads.py [--size 100000] [--engine sqlite] [--only W1,W3] [--json FILE]`.
docs/performance.md says what is measured and how to read the table.
"""

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.contest import databases, table
from bench.contest.run import Contest


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=int(os.environ.get("SIZE") or 10_000), help="measures")
    parser.add_argument("--engine", choices=["both", "sqlite", "postgresql"], default="both")
    parser.add_argument("--only", default="", help="questions, with commas between them: W1,W4")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of load on each server, for each question and round")
    parser.add_argument("--without", default="", help="rivals to leave out: textbook")
    parser.add_argument("--json", type=Path, help="a file to write the figures to")
    parser.add_argument("--against", type=Path, help="figures of a run on a smaller catalogue, to tell the growth")
    return parser.parse_args()


def main() -> None:
    """Hold the contest on each engine."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that no server is left running
    asked = arguments()
    engines = ["sqlite", "postgresql"] if asked.engine == "both" else [asked.engine]
    before = {told["engine"]: told["rows"] for told in json.loads(asked.against.read_text())} if asked.against else {}
    found: list[dict[str, Any]] = []
    for engine in engines:
        with tempfile.TemporaryDirectory(prefix="policyhub-bench-") as folder, contextlib.ExitStack() as stack:
            database = stack.enter_context(databases.opened(engine, asked.size))
            found.append(Contest(asked, database, Path(folder)).hold(before.get(engine, [])))
        if asked.json:
            asked.json.write_text(json.dumps(found, indent=1))
    for told in found:
        missed = table.missed(told)
        print(f"{told['engine']}, {told['size']:,}: " + ("missed: " + "; ".join(missed) if missed else "all reached"))


if __name__ == "__main__":
    main()
