#!/usr/bin/env python
"""Run a command of the project: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Choose the development settings unless others are named, and run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policyhub.settings.development")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed in this Python. Use `make run`, or "
            "`pip install -r requirements.txt` in a virtual environment."
        ) from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
