import policyhub.records.folding
import policyhub.records.text_index
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0002_folded'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='source',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.RunPython(policyhub.records.folding.refold_app("sources"), migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='source',
            constraint=policyhub.records.text_index.WordIndex(name='source_words'),
        ),
    ]
