import policyhub.records.folding
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('options', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='assessment',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.AddField(
            model_name='category',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.AddField(
            model_name='condition',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.AddField(
            model_name='instrument',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.AddField(
            model_name='measure',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.AddField(
            model_name='option',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.AddField(
            model_name='position',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.AddField(
            model_name='statement',
            name='folded',
            field=policyhub.records.folding.FoldedField(default=dict, editable=False, help_text='The texts of the record without case and diacritics, in which words are looked for.'),
        ),
        migrations.RunPython(policyhub.records.folding.refold_app("options"), migrations.RunPython.noop),
    ]
