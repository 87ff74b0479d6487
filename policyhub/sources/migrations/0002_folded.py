import policyhub.records.folding
from django.db import migrations


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
        migrations.RunPython(policyhub.records.folding.refold_app("sources"), migrations.RunPython.noop),
    ]
