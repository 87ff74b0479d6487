import django.db.models.deletion
import options.tally_rule
import policyhub.records.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0002_folded'),
        ('options', '0002_folded'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='position',
            name='position_measure_by_rank',
        ),
        migrations.AlterField(
            model_name='position',
            name='actor',
            field=models.ForeignKey(db_index=False, help_text='Whose position.', on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='actors.actor'),
        ),
        migrations.AlterField(
            model_name='position',
            name='measure',
            field=models.ForeignKey(db_index=False, help_text='The measure it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='options.measure'),
        ),
        migrations.AddIndex(
            model_name='position',
            index=models.Index(fields=['measure', 'publication', 'stance_rank', 'holds_from', 'until', 'actor'], name='position_of_measure'),
        ),
        migrations.AddIndex(
            model_name='position',
            index=models.Index(fields=['actor', 'publication', 'measure', 'stance_rank', 'holds_from', 'until'], name='position_of_actor'),
        ),
        migrations.CreateModel(
            name='Untallied',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure_id', models.BigIntegerField(help_text='A measure of which a position changed.', null=True, unique=True)),
                ('actor_id', models.BigIntegerField(help_text='An actor that changed itself.', null=True, unique=True)),
            ],
            options={
                'verbose_name_plural': 'untallied',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.ForeignKey(db_constraint=False, db_index=False, help_text='The measure.', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='tally', to='options.measure')),
                ('slug', policyhub.records.fields.SlugField(db_index=False, help_text='The slug of the measure, by which equal numbers stand.', max_length=100)),
                ('since', models.DateField(help_text='The first day of the stretch; 0001-01-01 for the first one.')),
                ('through', models.DateField(help_text='The last day of the stretch; 9999-12-31 for the last one.')),
                ('backers', models.IntegerField(help_text='States that back it, the beneficiary not counted.')),
                ('opponents', models.IntegerField(help_text='States that oppose it, the beneficiary not counted.')),
                ('contributors', models.IntegerField(help_text='States that contribute to it, the beneficiary not counted.')),
                ('backed_by', policyhub.records.fields.TextField(help_text='The codes of all actors that back it, as a list in JSON.')),
                ('opposed_by', policyhub.records.fields.TextField(help_text='The codes of all actors that oppose it, as a list in JSON.')),
                ('led_by', policyhub.records.fields.TextField(help_text='The codes of all actors that lead it, as a list in JSON.')),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'ordering': ['slug', 'since'],
                'default_permissions': (),
                'indexes': [
                    models.Index(fields=['-backers', 'slug', 'since', 'through', 'measure'], name='tally_by_backers'),
                    models.Index(fields=['-opponents', 'slug', 'since', 'through', 'measure'], name='tally_by_opponents'),
                    models.Index(fields=['-contributors', 'slug', 'since', 'through', 'measure'], name='tally_by_contributors'),
                ],
                'constraints': [models.UniqueConstraint(fields=('measure', 'since'), name='tally_once')],
            },
        ),
        # By itself, so that going back takes the triggers away before the table.
        migrations.AddConstraint(
            model_name='tally',
            constraint=options.tally_rule.Tallied(edition=1, name='tally_of_positions'),
        ),
    ]
