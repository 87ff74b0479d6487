"""Whether the servers say the same: their answers are read and compared before anything is measured."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from bench.contest.questions import NotYetError, Question
from bench.contest.servers import Server

COMPARED = 6
"""Of each question so many addresses are compared."""

NULL_IS_EMPTY = {"textbook"}
"""Servers that say an empty text where the others say null."""


def differences(question: Question, servers: list[Server]) -> Iterator[str]:
    """
    Yield what the servers say differently.

    Where the product refuses the question, that is noted and its addresses go; the rivals are still compared.
    """
    try:
        faults = list(validated(question, servers) if question.status == 304 else different(question, servers))
    except NotYetError as refused:
        question.not_yet = str(refused)
        del question.addresses["product"]
        faults = list(differences(question, [server for server in servers if server.name != "product"]))
    yield from faults


def different(question: Question, servers: list[Server]) -> Iterator[str]:
    """Yield where answers to the same address differ from those of the first server."""
    number = len(question.addresses[servers[0].name])
    for place in islice(range(0, number, max(number // COMPARED, 1)), COMPARED):
        said = {}
        for server in servers:
            path = question.addresses[server.name][place][0]
            status, _, body = server.get(path)
            if status != 200 and server.name == "product":
                raise NotYetError(f"{status} {body[:300].decode()}")
            if status != 200:
                yield f"{question.name}: {server.name} answers {status} to {path}"
                return
            said[server.name] = compared(question, json.loads(body), server.name)
        for name, answer in said.items():
            path, first = question.addresses[name][place][0], said[servers[0].name]
            if place == 0 and not answer:
                yield f"{question.name}: {name} answers nothing to {path}"
            if answer != first:
                where = first_difference(first, answer)
                yield f"{question.name}: {name} differs from the {servers[0].name} at {path}: {where}"


def compared(question: Question, answer: Any, name: str) -> Any:
    """Return what of an answer must be the same."""
    found = {part: answer[part] for part in question.shown} if question.shown else answer
    return without_empty(found) if name in NULL_IS_EMPTY else found


def without_empty(value: Any) -> Any:
    """Return an answer with null for every empty text."""
    if isinstance(value, dict):
        return {name: without_empty(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_empty(inner) for inner in value]
    return None if value == "" else value


def first_difference(one: Any, other: Any, path: str = "") -> str:
    """Return where two answers begin to differ, and what they say there."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return next((first_difference(one[k], other[k], f"{path}.{k}") for k in one if one[k] != other[k]), "")
    if isinstance(one, list) and isinstance(other, list):
        for place, (mine, yours) in enumerate(zip(one, other, strict=False)):
            if mine != yours:
                return first_difference(mine, yours, f"{path}[{place}]")
        return f"{path}: {len(one)} against {len(other)} things"
    return f"{path}: {str(one)[:300]} against {str(other)[:300]}"


def validated(question: Question, servers: list[Server]) -> Iterator[str]:
    """Give each address the validator that its server gave, and see that it is taken."""
    for server in servers:
        found = []
        for path, _ in question.addresses[server.name]:
            _, headers, _ = server.get(path)
            tag = headers.get("etag", "")
            if not tag and server.name == "product":
                raise NotYetError("its answers have no ETag")
            found.append((path, tag))
        question.addresses[server.name] = found
        status, _, body = server.get(found[0][0], **{"If-None-Match": found[0][1]})
        if status != 304 or body:
            yield f"{question.name}: {server.name} answers {status} to {found[0][0]} with its own validator"
