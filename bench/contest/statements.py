"""
How many SQL statements an address costs a Django server: `python -m bench.contest.statements`, addresses on stdin.

The settings are those of the environment. Each address is asked for twice within this process; the second
time counts, when all that is kept between requests is there.
"""

import json
import sys

from bench.contest.servers import HEADERS


def main() -> None:
    """Print the number of statements of each address, as a list; null for an empty line."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers=HEADERS)
    found: list[int | None] = []
    for line in sys.stdin:
        path, _, tag = line.rstrip("\n").partition("\t")
        if not path:
            found.append(None)
            continue
        with CaptureQueriesContext(connection) as captured:
            for _ in range(2):
                begin = len(captured)
                client.get(path, headers={"If-None-Match": tag} if tag else {})
        found.append(len(captured) - begin)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
