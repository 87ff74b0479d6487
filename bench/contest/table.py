"""What was measured, as a plain table."""

from collections.abc import Iterator
from typing import Any

from bench.contest import goals

Json = dict[str, Any]

HEAD = (
    f"{'':10} {'':9} {'req/s':>8} {'p50 ms':>7} {'p99 ms':>7} {'web ms':>7} {'db ms':>7} {'SQL':>4} {'bytes':>8}  ratio"
)


def lines(row: Json, engine: str, size: int) -> Iterator[str]:
    """Yield the lines of one question: one for each server, the ratios in the product's."""
    yield f"{row['question']}: {row['about']}"
    if "not_yet" in row:
        yield f"{'':10} product   not yet: {row['not_yet']}"
    for name, its in row["servers"].items():
        yield (
            f"{'':10} {name:9} {its['rate']:8.1f} {its['half'] * 1000:7.2f} {its['most'] * 1000:7.2f} "
            f"{its['web']:7.2f} {its['database']:7.2f} {its['statements'] or '':>4} {its['bytes']:8.0f}"
            + (f"  {verdicts(row, engine, size)}" if name == "product" else "")
            + (f"  ERRORS {its['errors']}" if its["errors"] else "")
        )


def verdicts(row: Json, engine: str, size: int) -> str:
    """Return the ratios of the product to the rivals, with goals where there are some."""
    held = {who: (reached, wanted, enough) for who, reached, wanted, enough in goals.judged(row, engine, size)}
    said = []
    for rival in ("floor", "textbook"):
        if rival in row["servers"]:
            its, other = row["servers"]["product"], row["servers"][rival]
            ratio, work = its["rate"] / other["rate"], other["cpu"] / max(its["cpu"], 0.001)
            goal = f" {'ok' if held[rival][2] else 'MISSED'} (>= {held[rival][1]:g})" if rival in held else ""
            said.append(f"{ratio:.2f} of {rival}{goal} [{work:.2f}]")
    if "cpu" in held:
        more, wanted, enough = held["cpu"]
        said.append(f"cpu {more:+.2f} ms {'ok' if enough else 'MISSED'} (<= {wanted:g})")
    return ", ".join(said)


def ends(told: Json) -> Iterator[str]:
    """Yield what was seen of the servers themselves."""
    for name, its in told["servers"].items():
        judged = ""
        if name == "product":
            start = "ok" if its["start"] < goals.START else f"MISSED (< {goals.START:g})"
            memory = "ok" if its["memory"] < goals.MEMORY else f"MISSED (< {goals.MEMORY:g})"
            judged = f"   start {start}, memory {memory}"
        yield f"{name:9} started in {its['start']:.2f} s; a worker takes {its['memory']:.0f} MB{judged}"


def missed(told: Json) -> list[str]:
    """Return the goals that were not reached, by a word each."""
    found = []
    for row in told["rows"]:
        if "product" in row["servers"]:
            for who, reached, wanted, enough in goals.judged(row, told["engine"], told["size"]):
                found += [] if enough else [f"{row['question']} {who} {reached:.2f} ({wanted:g})"]
        elif "not_yet" in row:
            found.append(f"{row['question']} not yet")
    return found
