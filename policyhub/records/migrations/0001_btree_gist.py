"""PostgreSQL's exclusion constraints compare keys inside a GiST index, which needs this (trusted) extension."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Make the extension; nothing happens on SQLite."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [BtreeGistExtension()]
