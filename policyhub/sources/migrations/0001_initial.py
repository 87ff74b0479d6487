import policyhub.records.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("records", "0001_btree_gist"),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(db_index=False, help_text='The public identity: lower-case words joined by hyphens. It never changes.', max_length=100, unique=True)),
                ('title', policyhub.records.fields.CharField(help_text='The title as published, or its transliteration.', max_length=500)),
                ('publisher', policyhub.records.fields.CharField(help_text='Who published it.', max_length=200)),
                ('url', policyhub.records.fields.URLField(help_text='Where it was seen.', max_length=500, unique=True)),
                ('archive_url', policyhub.records.fields.URLField(blank=True, help_text='Where a lasting copy is kept.', max_length=500)),
                ('published_on', models.DateField(blank=True, db_index=True, help_text='The day it carries; empty where no day was found.', null=True)),
                ('accessed_on', models.DateField(blank=True, help_text='The day on which it was last seen.', null=True)),
                ('language', policyhub.records.fields.CharField(help_text='The language of the text (ISO 639-1).', max_length=2)),
                ('kind', policyhub.records.fields.CharField(choices=[('official', 'Official'), ('legal-text', 'Legal Text'), ('press', 'Press'), ('dataset', 'Dataset'), ('think-tank', 'Think Tank')], help_text='What sort of publication it is.', max_length=16)),
                ('reliability', policyhub.records.fields.CharField(blank=True, choices=[('A', 'A'), ('B', 'B'), ('C', 'C'), ('D', 'D'), ('E', 'E'), ('F', 'F')], help_text='How far it can be relied on (Admiralty code, A to F); empty where nobody has judged it.', max_length=1)),
                ('note', policyhub.records.fields.TextField(blank=True, help_text='What a reader must know of it: a doubtful date, a partial copy.')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='source_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='source_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('kind__in', ['official', 'legal-text', 'press', 'dataset', 'think-tank'])), name='source_kind_known', violation_error_message='Kind is one of official, legal-text, press, dataset, think-tank.'), models.CheckConstraint(condition=models.Q(('reliability__in', ['', 'A', 'B', 'C', 'D', 'E', 'F'])), name='source_reliability_known', violation_error_message='Reliability is one of A, B, C, D, E, F, or empty.'), models.CheckConstraint(condition=models.Q(('language', ''), ('language__regex', '^[a-z]{2}\\Z'), _connector='OR'), name='source_language_iso_639', violation_error_message='A language is two lower-case letters (ISO 639-1).')],
            },
        ),
    ]
