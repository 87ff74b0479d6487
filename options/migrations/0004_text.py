import policyhub.records.folding
import policyhub.records.text_index
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0003_text'),
        ('options', '0003_tally'),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='assessment',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='category',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='category',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='condition',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='condition',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='instrument',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='instrument',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='measure',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='measure',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='option',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='option',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='position',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='position',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.AddField(
            model_name='statement',
            name='body_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's other texts without case and diacritics, between blanks."),
        ),
        migrations.AddField(
            model_name='statement',
            name='title_words',
            field=policyhub.records.folding.WordsField(default='', editable=False, help_text="The words of the record's title without case and diacritics, between blanks.", of_title=True),
        ),
        migrations.RunPython(policyhub.records.folding.refold_app("options"), migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=policyhub.records.text_index.WordIndex(name='assessment_words'),
        ),
        migrations.AddConstraint(
            model_name='category',
            constraint=policyhub.records.text_index.WordIndex(name='category_words'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=policyhub.records.text_index.WordIndex(name='condition_words'),
        ),
        migrations.AddConstraint(
            model_name='enquiry',
            constraint=policyhub.records.text_index.WordIndex(name='enquiry_words'),
        ),
        migrations.AddConstraint(
            model_name='instrument',
            constraint=policyhub.records.text_index.WordIndex(name='instrument_words'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=policyhub.records.text_index.WordIndex(name='measure_words'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=policyhub.records.text_index.WordIndex(name='option_words'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=policyhub.records.text_index.WordIndex(name='position_words'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=policyhub.records.text_index.WordIndex(name='statement_words'),
        ),
    ]
