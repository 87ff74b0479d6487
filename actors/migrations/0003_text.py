import policyhub.records.folding
import policyhub.records.text_index
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0002_folded'),
    ]

    operations = [
        migrations.AddField(
            model_name='actor',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='actor',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='membership',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='membership',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.RunPython(policyhub.records.folding.refold_app("actors"), migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='actor',
            constraint=policyhub.records.text_index.WordIndex(name='actor_words'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=policyhub.records.text_index.WordIndex(name='membership_words'),
        ),
    ]
