"""
The databases of the contest, built once and kept: a SQLite file, and a PostgreSQL server with a database for each size.

They lie outside of the tree, in BENCH_CACHE or else in the folder for temporary files, under a name that
follows from what they are built by. Where DATABASE_URL names a PostgreSQL server, that one is used instead.
"""

import contextlib
import getpass
import hashlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT_BY = [
    *(f"bench/contest/{name}.py" for name in ("build", "recipe", "texts", "storing", "rivals_text")),
    "*/migrations/*.py",
    "policyhub/*/migrations/*.py",
    "policyhub/records/folding.py",
    "policyhub/records/text*.py",
    "options/tally*.py",
    "options/models/tally.py",
]
TUNED = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "1GB",
    "random_page_cost": "1.1",  # what is asked for lies in memory; the stock 4 is of rotating disks
    "max_wal_size": "4GB",
    "fsync": "off",  # what is kept can be built anew
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@dataclass(frozen=True)
class Database:
    """Where the catalogue is, for Django and for a driver, and the process whose children do the database's work."""

    engine: str
    url: str
    pid: int | None = None


def cache() -> Path:
    """Return the folder in which databases are kept."""
    kept = os.environ.get("BENCH_CACHE") or Path(tempfile.gettempdir()) / f"policyhub-bench-{getpass.getuser()}"
    folder = Path(kept)
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    return folder


def recipe() -> str:
    """Return a sign of all that decides what the database holds."""
    found = hashlib.blake2b(digest_size=5)
    for pattern in BUILT_BY:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()


def build(url: str, size: int) -> None:
    """Fill an empty database."""
    print(f"building {size:,} measures ...", end=" ", flush=True)
    begin = time.perf_counter()
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "policyhub.settings.test"}
    subprocess.run([sys.executable, "-m", "bench.contest.build", str(size)], cwd=ROOT, env=env, check=True)
    print(f"{time.perf_counter() - begin:.0f} s", flush=True)


@contextlib.contextmanager
def opened(engine: str, size: int) -> Iterator[Database]:
    """Lend the database of an engine, building it first if it is not there."""
    if engine == "sqlite":
        yield Database(engine, f"sqlite:///{sqlite_file(size)}")
        return
    given = os.environ.get("DATABASE_URL", "")
    with contextlib.nullcontext(given) if given.startswith("postgres") else own_server() as server:
        base = server.rpartition("/")[0]
        yield Database(engine, f"{base}/{postgresql_database(base, size)}", postmaster(base))


def sqlite_file(size: int) -> Path:
    """Return the file, built if it is not there; those of older recipes go."""
    path = cache() / f"{size}-{recipe()}.sqlite3"
    if not path.exists():
        for old in cache().glob(f"{size}-*.sqlite3*"):
            old.unlink()
        unfinished = path.with_suffix(".unfinished.sqlite3")
        build(f"sqlite:///{unfinished}", size)
        unfinished.rename(path)
    return path


def postgresql_database(base: str, size: int) -> str:
    """Return the name of the database on a server, built if it is not there; those of older recipes go."""
    import psycopg

    name = f"policyhub_bench_{size}_{recipe()}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as raw:
        found = [row[0] for row in raw.execute("SELECT datname FROM pg_database WHERE datname LIKE 'policyhub_bench%'")]
        if name not in found:
            for old in found:
                if old.startswith(f"policyhub_bench_{size}_"):
                    raw.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            raw.execute(f'CREATE DATABASE "{name}_unfinished"')
            build(f"{base}/{name}_unfinished", size)
            raw.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
    return name


def postmaster(base: str) -> int | None:
    """Return the first process of a server on this machine; None where that cannot be seen."""
    import psycopg

    with psycopg.connect(f"{base}/postgres") as raw:
        row = raw.execute("SHOW data_directory").fetchone()
    try:
        return int((Path(row[0]) / "postmaster.pid").read_text().split()[0]) if row else None
    except OSError:
        return None


# --- A server of one's own ----------------------------------------------------------------------


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]))
    return folders[-1] if folders else None


def run(arguments: list[str], *, check: bool = True) -> int:
    """Run a program of PostgreSQL, which refuses to run as root; return its code."""
    if os.getuid() == 0:
        arguments = ["runuser", "-u", "postgres", "--", *arguments]
    done = subprocess.run(arguments, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if check and done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed: {done.stderr}")
    return done.returncode


@contextlib.contextmanager
def own_server() -> Iterator[str]:
    """Start the server whose data are kept, with a locale that orders text unlike code points; stop it afterwards."""
    bin_ = programs()
    if bin_ is None:
        raise SystemExit("PostgreSQL is not installed. On Debian and Ubuntu: apt-get install postgresql")
    version = subprocess.run([bin_ / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    home = cache() / f"postgresql-{version.split()[2].split('.')[0]}"
    home.mkdir(mode=0o755, exist_ok=True)
    if os.getuid() == 0:
        os.chown(home, pwd.getpwnam("postgres").pw_uid, -1)
    data = home / "data"
    if not (data / "PG_VERSION").exists():
        locale = ["--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8"]
        run([str(bin_ / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", *locale])
    control = [str(bin_ / "pg_ctl"), "-D", str(data)]
    if run([*control, "status"], check=False) == 0:
        raise SystemExit(f"Another run uses the server in {home}; wait for it, or stop it.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = " ".join([f"-p {port} -k {home}", *(f"-c {name}={value}" for name, value in TUNED.items())])
    run([*control, "-w", "-l", str(home / "server.log"), "-o", options, "start"])
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        run([*control, "-m", "fast", "-w", "stop"])
