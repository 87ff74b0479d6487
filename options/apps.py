"""What: measures, who stands where on them, under which conditions, and options made of them."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OptionsConfig(AppConfig):
    """Measures, positions, conditions and all that they need."""

    name = "options"
    verbose_name = "options"

    def ready(self) -> None:
        """Have every connection to SQLite keep the tally of measures right."""
        from options import tally_watch

        connection_created.connect(tally_watch.on_created, weak=False, dispatch_uid="options.tally")
