"""What a record of a catalogue is."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The floor under every record: publication, periods, states."""

    name = "policyhub.records"
    verbose_name = "records"
