
import policyhub.records.fields
import policyhub.records.integrity
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("records", "0002_log"),  # its triggers look at the numbering of revisions
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', policyhub.records.fields.CharField(help_text='The name: year, month, and which one of the month, as 2026.11.1.', max_length=20, unique=True)),
                ('number', models.PositiveBigIntegerField(help_text='The number of the newest revision that it holds.')),
                ('instant', models.DateTimeField(help_text='When that revision was applied (UTC).')),
                ('made_at', models.DateTimeField(help_text='When the release was made (UTC).')),
                ('notes', policyhub.records.fields.TextField(blank=True, help_text='What a reader should know of it: what is new, what to be careful with.')),
                ('records', models.PositiveIntegerField(help_text='How many records it holds.')),
                ('size', models.PositiveBigIntegerField(help_text='The size of its file, in bytes.')),
                ('sha256', policyhub.records.fields.CharField(help_text='The checksum of its file (SHA-256).', max_length=64)),
                ('retracted_at', models.DateTimeField(blank=True, help_text='When it was retracted (UTC); empty: it holds.', null=True)),
                ('retraction', policyhub.records.fields.TextField(blank=True, help_text='Why it was retracted.')),
            ],
            options={
                'ordering': ['-made_at', '-name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), ('name__regex', '^[0-9]{4}\\.(0[1-9]|1[0-2])\\.[1-9][0-9]*\\Z'), _connector='OR'), name='release_name_format', violation_error_message='A release is named YYYY.MM.n.'), models.CheckConstraint(condition=models.Q(models.Q(('retracted_at__isnull', True), ('retraction', '')), models.Q(('retracted_at__isnull', False), models.Q(('retraction', ''), _negated=True)), _connector='OR'), name='release_retracted_with_reason', violation_error_message='A release is retracted with a reason.'), policyhub.records.integrity.AppendOnly(condition=models.Q(('retracted_at__isnull', False)), name='release_retracted_for_good')],
            },
        ),
    ]
