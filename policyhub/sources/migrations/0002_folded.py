import policyhub.records.folding
from django.db import migrations


def fold_stored(apps, schema_editor):
    """Fold the texts of the records that are there already."""
    for model in apps.get_app_config("sources").get_models():
        if any(field.name == "folded" for field in model._meta.fields):
            policyhub.records.folding.refold(model._base_manager.using(schema_editor.connection.alias).all())


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.RunPython(fold_stored, migrations.RunPython.noop),
    ]
