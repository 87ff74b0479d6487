"""What a record of a catalogue is."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete, pre_save


class RecordsConfig(AppConfig):
    """The floor under every record: publication, periods, states, and the revisions that change them."""

    name = "policyhub.records"
    verbose_name = "records"

    def ready(self) -> None:
        """Guard every connection, and have open revisions told of whatever is about to be written."""
        from policyhub.records import edit, guard
        from policyhub.records.models import Numbering, Part, Record
        from policyhub.records.structure import tables

        stands = guard.guard_of(tables)

        def watch(connection: Any, **kwargs: Any) -> None:
            if stands not in connection.execute_wrappers:
                connection.execute_wrappers.insert(0, stands)  # whoever adds one for a while takes off the last

        def told(tell: Any) -> Any:
            def receive(sender: Any, instance: Any, **kwargs: Any) -> None:
                ledger = guard.current.get()
                if isinstance(ledger, edit.Edit) and isinstance(instance, Record | Part):
                    tell(ledger, instance, kwargs)

            return receive

        def number(sender: AppConfig, using: str, **kwargs: Any) -> None:
            Numbering.objects.using(using).get_or_create(pk=1)

        connection_created.connect(watch, weak=False, dispatch_uid="records.guard")
        pre_save.connect(told(lambda open, row, _: edit.before_save(open, row)), weak=False)
        post_save.connect(told(lambda open, row, how: edit.after_save(open, row, how["created"])), weak=False)
        pre_delete.connect(told(lambda open, row, _: edit.before_delete(open, row)), weak=False)
        post_delete.connect(told(lambda open, row, _: edit.after_delete(open, row)), weak=False)
        m2m_changed.connect(links_told, weak=False, dispatch_uid="records.links")
        post_migrate.connect(number, sender=self, weak=False, dispatch_uid="records.numbering")


def links_told(sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any) -> None:
    """Tell the open revision of a list of references that changes."""
    from policyhub.records import edit, guard
    from policyhub.records.models import Record

    ledger = guard.current.get()
    if isinstance(ledger, edit.Edit) and isinstance(instance, Record):
        edit.links_change(ledger, sender, instance, action, reverse, model, pk_set)
