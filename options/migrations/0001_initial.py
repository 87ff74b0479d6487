import django.core.validators
import django.db.models.deletion
import policyhub.records.constraints
import policyhub.records.fields
import policyhub.sources.models.citation
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('actors', '0001_initial'),
        ('sources', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(db_index=False, help_text='The public identity: lower-case words joined by hyphens. It never changes.', max_length=100, unique=True)),
                ('name', policyhub.records.fields.CharField(help_text='The usual name.', max_length=80)),
                ('definition', policyhub.records.fields.TextField(help_text='What belongs here, in a sentence.')),
                ('parent', models.ForeignKey(blank=True, help_text='The wider field; empty at the top.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='options.category')),
            ],
            options={
                'verbose_name_plural': 'categories',
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='category_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='category_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='category_below_another', violation_error_message='A category cannot lie below itself.')],
            },
        ),
        migrations.CreateModel(
            name='CategoryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', policyhub.records.fields.CharField(choices=[('cameo', 'CAMEO'), ('dac', 'DAC'), ('kiel', 'Kiel')], help_text='The outside vocabulary.', max_length=8)),
                ('code', policyhub.records.fields.CharField(help_text='The code there, or the term where it has no codes.', max_length=120)),
                ('category', models.ForeignKey(help_text='The category.', on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='options.category')),
            ],
            options={
                'ordering': ['scheme', 'code'],
                'constraints': [models.UniqueConstraint(fields=('category', 'scheme', 'code'), name='categorycode_once'), models.CheckConstraint(condition=models.Q(('scheme__in', ['cameo', 'dac', 'kiel'])), name='categorycode_scheme_known', violation_error_message='Scheme is one of cameo, dac, kiel.')],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(db_index=False, help_text='The public identity: lower-case words joined by hyphens. It never changes.', max_length=100, unique=True)),
                ('title', policyhub.records.fields.CharField(help_text='The usual name.', max_length=120)),
                ('kind', policyhub.records.fields.CharField(choices=[('parliamentary-mandate', 'Parliamentary Mandate'), ('executive-decision', 'Executive Decision'), ('constitutional-limit', 'Constitutional Limit'), ('host-state-consent', 'Host State Consent'), ('un-mandate', 'UN Mandate'), ('ceasefire', 'Ceasefire'), ('peace-agreement', 'Peace Agreement'), ('allied-backstop', 'Allied Backstop'), ('national-command', 'National Command'), ('non-combat', 'Non Combat'), ('geographic-limit', 'Geographic Limit'), ('end-use', 'End Use'), ('retransfer-consent', 'Retransfer Consent'), ('appropriation', 'Appropriation'), ('sunset', 'Sunset'), ('neutrality', 'Neutrality'), ('international-law', 'International Law'), ('consultation', 'Consultation'), ('adversary-consent', 'Adversary Consent'), ('participation-threshold', 'Participation Threshold'), ('rules-of-engagement', 'Rules Of Engagement'), ('status-of-forces', 'Status Of Forces'), ('trigger', 'Trigger'), ('adversary-specific', 'Adversary Specific'), ('collective-decision', 'Collective Decision'), ('defined-mandate', 'Defined Mandate')], help_text='What sort of condition it is.', max_length=24)),
                ('nature', policyhub.records.fields.CharField(choices=[('legal', 'Legal'), ('political', 'Political'), ('operational', 'Operational')], help_text='Legal, political or operational.', max_length=12)),
                ('effect', policyhub.records.fields.CharField(blank=True, choices=[('prior-consent', 'Prior Consent'), ('prior-consultation', 'Prior Consultation'), ('information', 'Information'), ('later-approval', 'Later Approval')], help_text='What the assent does; empty where nobody has judged it.', max_length=20)),
                ('provision', policyhub.records.fields.CharField(blank=True, help_text='The article or section of it, or the rule.', max_length=120)),
                ('summary', policyhub.records.fields.TextField(help_text='What it asks, and of whom.')),
                ('test', policyhub.records.fields.TextField(blank=True, help_text='What would show that it is met.')),
                ('implies', models.ManyToManyField(blank=True, help_text='Other conditions that are met whenever this one is.', related_name='implied_by', to='options.condition')),
                ('jurisdiction', models.ForeignKey(blank=True, help_text='Whose rule or demand it is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='actors.actor')),
                ('needs', models.ManyToManyField(blank=True, help_text='Every actor whose assent or act it takes.', related_name='needed_for', to='actors.actor')),
                ('organ', models.ForeignKey(blank=True, help_text='The institution whose assent it is, where one body must give it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assents', to='actors.actor')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='condition_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='condition_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('kind__in', ['parliamentary-mandate', 'executive-decision', 'constitutional-limit', 'host-state-consent', 'un-mandate', 'ceasefire', 'peace-agreement', 'allied-backstop', 'national-command', 'non-combat', 'geographic-limit', 'end-use', 'retransfer-consent', 'appropriation', 'sunset', 'neutrality', 'international-law', 'consultation', 'adversary-consent', 'participation-threshold', 'rules-of-engagement', 'status-of-forces', 'trigger', 'adversary-specific', 'collective-decision', 'defined-mandate'])), name='condition_kind_known', violation_error_message='Kind is one of parliamentary-mandate, executive-decision, constitutional-limit, host-state-consent, un-mandate, ceasefire, peace-agreement, allied-backstop, national-command, non-combat, geographic-limit, end-use, retransfer-consent, appropriation, sunset, neutrality, international-law, consultation, adversary-consent, participation-threshold, rules-of-engagement, status-of-forces, trigger, adversary-specific, collective-decision, defined-mandate.'), models.CheckConstraint(condition=models.Q(('nature__in', ['legal', 'political', 'operational'])), name='condition_nature_known', violation_error_message='Nature is one of legal, political, operational.'), models.CheckConstraint(condition=models.Q(('effect__in', ['', 'prior-consent', 'prior-consultation', 'information', 'later-approval'])), name='condition_effect_known', violation_error_message='Effect is one of prior-consent, prior-consultation, information, later-approval, or empty.')],
            },
        ),
        migrations.CreateModel(
            name='ConditionCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('supports', 'Supports'), ('contradicts', 'Contradicts'), ('context', 'Context')], default='supports', help_text='Whether the source supports the claim, contradicts it or gives context.', max_length=16)),
                ('locator', policyhub.records.fields.CharField(blank=True, help_text='Where in the source: page, paragraph, minute.', max_length=200)),
                ('quote', policyhub.records.fields.TextField(blank=True, help_text='The words of the source, fewer than 25 of them.', validators=[policyhub.sources.models.citation.short_quote])),
                ('claim', models.ForeignKey(help_text='The condition.', on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='options.condition')),
                ('source', models.ForeignKey(help_text='The source.', on_delete=django.db.models.deletion.PROTECT, to='sources.source')),
            ],
            options={
                'ordering': ['source__slug'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('claim', 'source'), name='conditioncitation_source_once', violation_error_message='The source is cited twice for one claim.'), models.CheckConstraint(condition=models.Q(('role__in', ['supports', 'contradicts', 'context'])), name='conditioncitation_role_known', violation_error_message='Role is one of supports, contradicts, context.')],
            },
        ),
        migrations.CreateModel(
            name='ConditionState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, help_text='The first day on which it is so. Empty means that the day is not known, never that it always was.', null=True)),
                ('since_precision', policyhub.records.fields.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year'), ('no-later-than', 'No Later Than'), ('unknown', 'Unknown')], default='day', help_text='How exactly the first day is known.', max_length=16)),
                ('until', models.DateField(blank=True, help_text='The first day on which it is no longer so; empty while it still is.', null=True)),
                ('holds_from', models.DateField(blank=True, db_index=True, editable=False, help_text='The first day on which answers count it: its first day, or where that is not known the earliest day of its evidence, or where that carries no day either the day it was recorded.')),
                ('state', policyhub.records.fields.CharField(choices=[('unmet', 'Unmet'), ('partly-met', 'Partly Met'), ('met', 'Met'), ('waived', 'Waived'), ('lapsed', 'Lapsed'), ('unknown', 'Unknown')], help_text='How far it is met.', max_length=12)),
                ('observed_on', models.DateField(blank=True, help_text='The day on which somebody saw it so.', null=True)),
                ('condition', models.ForeignKey(help_text='The condition.', on_delete=django.db.models.deletion.CASCADE, related_name='states', to='options.condition')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('since'), nulls_first=True), 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='conditionstate_runs_forward', violation_error_message='The period must end after it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('since__isnull', True), ('since_precision', 'unknown')), models.Q(('since__isnull', False), models.Q(('since_precision', 'unknown'), _negated=True)), _connector='OR'), name='conditionstate_since_or_unknown', violation_error_message='Without a first day the precision is `unknown`; with one it is not.'), models.CheckConstraint(condition=models.Q(('since_precision__in', ['day', 'month', 'quarter', 'year', 'no-later-than', 'unknown'])), name='conditionstate_since_precision_known', violation_error_message='Since precision is one of day, month, quarter, year, no-later-than, unknown.'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('holds_from', models.F('since')), _connector='OR'), name='conditionstate_holds_from_since', violation_error_message='What has a first day holds from that day.'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('holds_from')), _connector='OR'), name='conditionstate_holds_before_its_end', violation_error_message='The period counts from a day before its end.'), models.CheckConstraint(condition=models.Q(('state__in', ['unmet', 'partly-met', 'met', 'waived', 'lapsed', 'unknown'])), name='conditionstate_state_known', violation_error_message='State is one of unmet, partly-met, met, waived, lapsed, unknown.'), policyhub.records.constraints.NoOverlap(condition=models.Q(), name='conditionstate_no_overlap', violation_error_message='The period overlaps another one of the same sequence.', within=('condition',))],
            },
        ),
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(db_index=False, help_text='The public identity: lower-case words joined by hyphens. It never changes.', max_length=100, unique=True)),
                ('title', policyhub.records.fields.CharField(help_text='The usual title.', max_length=200)),
                ('kind', policyhub.records.fields.CharField(choices=[('charter', 'Charter'), ('treaty', 'Treaty'), ('constitution', 'Constitution'), ('statute', 'Statute'), ('regulation', 'Regulation'), ('decision', 'Decision'), ('resolution', 'Resolution'), ('agreement', 'Agreement'), ('declaration', 'Declaration'), ('policy', 'Policy')], help_text='What sort of text it is.', max_length=16)),
                ('citation', policyhub.records.fields.CharField(blank=True, help_text='How lawyers cite it.', max_length=300)),
                ('identifier', policyhub.records.fields.CharField(blank=True, help_text='CELEX number, UN document symbol or ELI, where it has one.', max_length=120)),
                ('adopted_on', models.DateField(blank=True, help_text='The day it was adopted or signed.', null=True)),
                ('in_force_from', models.DateField(blank=True, help_text='The first day in force; empty if not known.', null=True)),
                ('in_force_until', models.DateField(blank=True, help_text='The first day no longer in force; empty while it is, or if not known.', null=True)),
                ('summary', policyhub.records.fields.TextField(help_text='What it says, as far as it matters here.')),
                ('url', policyhub.records.fields.URLField(blank=True, help_text='Where its text stands.', max_length=500)),
                ('parties', models.ManyToManyField(blank=True, help_text='Who made it or is bound by it.', related_name='instruments', to='actors.actor')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='instrument_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='instrument_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('kind__in', ['charter', 'treaty', 'constitution', 'statute', 'regulation', 'decision', 'resolution', 'agreement', 'declaration', 'policy'])), name='instrument_kind_known', violation_error_message='Kind is one of charter, treaty, constitution, statute, regulation, decision, resolution, agreement, declaration, policy.'), models.CheckConstraint(condition=models.Q(('in_force_from__isnull', True), ('in_force_until__isnull', True), ('in_force_until__gt', models.F('in_force_from')), _connector='OR'), name='instrument_in_force_runs_forward', violation_error_message='The period must end after it begins.')],
            },
        ),
        migrations.AddField(
            model_name='condition',
            name='instrument',
            field=models.ForeignKey(blank=True, help_text='The text it stands in.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='options.instrument'),
        ),
        migrations.CreateModel(
            name='InstrumentCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('supports', 'Supports'), ('contradicts', 'Contradicts'), ('context', 'Context')], default='supports', help_text='Whether the source supports the claim, contradicts it or gives context.', max_length=16)),
                ('locator', policyhub.records.fields.CharField(blank=True, help_text='Where in the source: page, paragraph, minute.', max_length=200)),
                ('quote', policyhub.records.fields.TextField(blank=True, help_text='The words of the source, fewer than 25 of them.', validators=[policyhub.sources.models.citation.short_quote])),
                ('claim', models.ForeignKey(help_text='The instrument.', on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='options.instrument')),
                ('source', models.ForeignKey(help_text='The source.', on_delete=django.db.models.deletion.PROTECT, to='sources.source')),
            ],
            options={
                'ordering': ['source__slug'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('claim', 'source'), name='instrumentcitation_source_once', violation_error_message='The source is cited twice for one claim.'), models.CheckConstraint(condition=models.Q(('role__in', ['supports', 'contradicts', 'context'])), name='instrumentcitation_role_known', violation_error_message='Role is one of supports, contradicts, context.')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(db_index=False, help_text='The public identity: lower-case words joined by hyphens. It never changes.', max_length=100, unique=True)),
                ('title', policyhub.records.fields.CharField(help_text='The usual name.', max_length=120)),
                ('summary', policyhub.records.fields.TextField(help_text='What it is, in a sentence or two.')),
                ('description', policyhub.records.fields.TextField(blank=True, help_text='More about it, in Markdown.')),
                ('presence', policyhub.records.fields.CharField(choices=[('none', 'None'), ('civilian', 'Civilian'), ('military-non-combat', 'Military Non Combat'), ('military-combat', 'Military Combat')], help_text="Whom it brings into the beneficiary's territory.", max_length=24)),
                ('footprint', policyhub.records.fields.CharField(choices=[('in-country', 'In Country'), ('neighbouring', 'Neighbouring'), ('allied-territory', 'Allied Territory'), ('remote', 'Remote')], help_text='Where it takes place.', max_length=20)),
                ('command', policyhub.records.fields.CharField(choices=[('national', 'National'), ('lead-nation', 'Lead Nation'), ('coalition', 'Coalition'), ('nato', 'NATO'), ('eu', 'EU'), ('un', 'UN'), ('host', 'Host')], help_text='Who commands or runs it.', max_length=16)),
                ('note', policyhub.records.fields.TextField(blank=True, help_text='What a reader must know of its dates and coding.')),
                ('addressees', models.ManyToManyField(blank=True, help_text='Actors or organisations whose position is asked for. Empty: the members of the EU and of NATO on the day, without the beneficiary.', related_name='addressed_by', to='actors.actor')),
                ('beneficiary', models.ForeignKey(blank=True, help_text='Whom it supports; never counted among its backers.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='benefits', to='actors.actor')),
                ('category', models.ForeignKey(help_text='The field it belongs to first.', on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='options.category')),
                ('secondary_categories', models.ManyToManyField(blank=True, help_text='Other fields it belongs to.', related_name='secondary_measures', to='options.category')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='measure_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='measure_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('presence__in', ['none', 'civilian', 'military-non-combat', 'military-combat'])), name='measure_presence_known', violation_error_message='Presence is one of none, civilian, military-non-combat, military-combat.'), models.CheckConstraint(condition=models.Q(('footprint__in', ['in-country', 'neighbouring', 'allied-territory', 'remote'])), name='measure_footprint_known', violation_error_message='Footprint is one of in-country, neighbouring, allied-territory, remote.'), models.CheckConstraint(condition=models.Q(('command__in', ['national', 'lead-nation', 'coalition', 'nato', 'eu', 'un', 'host'])), name='measure_command_known', violation_error_message='Command is one of national, lead-nation, coalition, nato, eu, un, host.')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(blank=True, db_index=False, help_text='The public identity, made from what the record joins and its day. It never changes.', max_length=160, unique=True)),
                ('looked_on', models.DateField(help_text='The day of the search.')),
                ('outcome', policyhub.records.fields.CharField(choices=[('none-found', 'None Found'), ('not-applicable', 'Not Applicable')], help_text='What the search found.', max_length=16)),
                ('looked_in', policyhub.records.fields.TextField(help_text='Where it was looked, and for what.')),
                ('actor', models.ForeignKey(help_text='Whose position.', on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='actors.actor')),
                ('measure', models.ForeignKey(help_text='On what measure.', on_delete=django.db.models.deletion.PROTECT, related_name='enquiries', to='options.measure')),
            ],
            options={
                'verbose_name_plural': 'enquiries',
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='enquiry_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='enquiry_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('outcome__in', ['none-found', 'not-applicable'])), name='enquiry_outcome_known', violation_error_message='Outcome is one of none-found, not-applicable.'), models.UniqueConstraint(fields=('actor', 'measure', 'looked_on'), name='enquiry_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(blank=True, db_index=False, help_text='The public identity, made from what the record joins and its day. It never changes.', max_length=160, unique=True)),
                ('dimension', policyhub.records.fields.CharField(choices=[('escalation-risk', 'Escalation Risk'), ('deterrence', 'Deterrence'), ('legal-basis', 'Legal Basis'), ('feasibility', 'Feasibility'), ('cost', 'Cost'), ('time-to-effect', 'Time To Effect')], help_text='On what it is judged.', max_length=20)),
                ('score', models.PositiveSmallIntegerField(help_text='The judgement as a number from 1 to 5 (5 is the most of the dimension); ordinal.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)])),
                ('rationale', policyhub.records.fields.TextField(help_text='Why, in our words.')),
                ('assessor', policyhub.records.fields.CharField(help_text='Who judged.', max_length=120)),
                ('assessed_on', models.DateField(blank=True, help_text='The day of the judgement.', null=True)),
                ('measure', models.ForeignKey(help_text='The measure that is judged.', on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='options.measure')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='assessment_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='assessment_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('dimension__in', ['escalation-risk', 'deterrence', 'legal-basis', 'feasibility', 'cost', 'time-to-effect'])), name='assessment_dimension_known', violation_error_message='Dimension is one of escalation-risk, deterrence, legal-basis, feasibility, cost, time-to-effect.'), models.CheckConstraint(condition=models.Q(('score__range', (1, 5))), name='assessment_score_1_to_5', violation_error_message='A score is a whole number from 1 to 5.')],
            },
        ),
        migrations.CreateModel(
            name='MeasureCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('supports', 'Supports'), ('contradicts', 'Contradicts'), ('context', 'Context')], default='supports', help_text='Whether the source supports the claim, contradicts it or gives context.', max_length=16)),
                ('locator', policyhub.records.fields.CharField(blank=True, help_text='Where in the source: page, paragraph, minute.', max_length=200)),
                ('quote', policyhub.records.fields.TextField(blank=True, help_text='The words of the source, fewer than 25 of them.', validators=[policyhub.sources.models.citation.short_quote])),
                ('claim', models.ForeignKey(help_text='The measure.', on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='options.measure')),
                ('source', models.ForeignKey(help_text='The source.', on_delete=django.db.models.deletion.PROTECT, to='sources.source')),
            ],
            options={
                'ordering': ['source__slug'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('claim', 'source'), name='measurecitation_source_once', violation_error_message='The source is cited twice for one claim.'), models.CheckConstraint(condition=models.Q(('role__in', ['supports', 'contradicts', 'context'])), name='measurecitation_role_known', violation_error_message='Role is one of supports, contradicts, context.')],
            },
        ),
        migrations.CreateModel(
            name='MeasureCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('requires', 'Requires'), ('limits', 'Limits'), ('rule', 'Rule')], help_text='What it does for the measure.', max_length=12)),
                ('group', models.PositiveSmallIntegerField(blank=True, help_text='Conditions of one group: any of them serves. Groups and the rest: all of them.', null=True)),
                ('condition', models.ForeignKey(help_text='The condition.', on_delete=django.db.models.deletion.PROTECT, related_name='measure_links', to='options.condition')),
                ('measure', models.ForeignKey(help_text='The measure.', on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='options.measure')),
            ],
            options={
                'ordering': ['condition__slug', 'role'],
                'constraints': [models.UniqueConstraint(fields=('measure', 'condition', 'role'), name='measurecondition_once'), models.CheckConstraint(condition=models.Q(('role__in', ['requires', 'limits', 'rule'])), name='measurecondition_role_known', violation_error_message='Role is one of requires, limits, rule.')],
            },
        ),
        migrations.CreateModel(
            name='MeasureLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', policyhub.records.fields.CharField(choices=[('requires', 'Requires'), ('complements', 'Complements'), ('alternative-to', 'Alternative To'), ('supersedes', 'Supersedes'), ('part-of', 'Part Of')], help_text='How it bears on the other.', max_length=16)),
                ('measure', models.ForeignKey(help_text='The measure.', on_delete=django.db.models.deletion.CASCADE, related_name='links', to='options.measure')),
                ('target', models.ForeignKey(help_text='The other measure.', on_delete=django.db.models.deletion.PROTECT, related_name='linked_from', to='options.measure')),
            ],
            options={
                'ordering': ['kind', 'target__slug'],
                'constraints': [models.UniqueConstraint(fields=('measure', 'kind', 'target'), name='measurelink_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['requires', 'complements', 'alternative-to', 'supersedes', 'part-of'])), name='measurelink_kind_known', violation_error_message='Kind is one of requires, complements, alternative-to, supersedes, part-of.'), models.CheckConstraint(condition=models.Q(('target__isnull', True), models.Q(('target', models.F('measure')), _negated=True), _connector='OR'), name='measurelink_to_another', violation_error_message='A measure is not linked to itself.')],
            },
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(db_index=False, help_text='The public identity: lower-case words joined by hyphens. It never changes.', max_length=100, unique=True)),
                ('title', policyhub.records.fields.CharField(help_text='The usual name.', max_length=120)),
                ('summary', policyhub.records.fields.TextField(help_text='What it is, in a sentence or two.')),
                ('aims', policyhub.records.fields.TextField(help_text='What it is meant to achieve.')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='option_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='option_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.')],
            },
        ),
        migrations.CreateModel(
            name='OptionMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('core', 'Core'), ('optional', 'Optional')], help_text='Core or optional.', max_length=8)),
                ('measure', models.ForeignKey(help_text='The measure.', on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='options.measure')),
                ('option', models.ForeignKey(help_text='The option.', on_delete=django.db.models.deletion.CASCADE, related_name='members', to='options.option')),
            ],
            options={
                'ordering': ['role', 'measure__slug'],
                'constraints': [models.UniqueConstraint(fields=('option', 'measure'), name='optionmember_once'), models.CheckConstraint(condition=models.Q(('role__in', ['core', 'optional'])), name='optionmember_role_known', violation_error_message='Role is one of core, optional.')],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('since', models.DateField(blank=True, help_text='The first day on which it is so. Empty means that the day is not known, never that it always was.', null=True)),
                ('since_precision', policyhub.records.fields.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year'), ('no-later-than', 'No Later Than'), ('unknown', 'Unknown')], default='day', help_text='How exactly the first day is known.', max_length=16)),
                ('until', models.DateField(blank=True, help_text='The first day on which it is no longer so; empty while it still is.', null=True)),
                ('holds_from', models.DateField(blank=True, db_index=True, editable=False, help_text='The first day on which answers count it: its first day, or where that is not known the earliest day of its evidence, or where that carries no day either the day it was recorded.')),
                ('slug', policyhub.records.fields.SlugField(blank=True, db_index=False, help_text='The public identity, made from what the record joins and its day. It never changes.', max_length=160, unique=True)),
                ('stance', policyhub.records.fields.CharField(choices=[('leads', 'Leads'), ('contributes', 'Contributes'), ('supports', 'Supports'), ('open', 'Open'), ('undecided', 'Undecided'), ('reserved', 'Reserved'), ('opposes', 'Opposes'), ('red-line', 'Red Line')], help_text="The actor's word about the measure as it is defined.", max_length=12)),
                ('stance_rank', models.GeneratedField(db_persist=True, expression=models.Case(models.When(stance='leads', then=models.Value(4)), models.When(stance='contributes', then=models.Value(3)), models.When(stance='supports', then=models.Value(2)), models.When(stance='open', then=models.Value(1)), models.When(stance='undecided', then=models.Value(0)), models.When(stance='reserved', then=models.Value(-1)), models.When(stance='opposes', then=models.Value(-2)), models.When(stance='red-line', then=models.Value(-3))), help_text='The stance as a rank from 4 (leads) to -3 (red line); ordinal.', output_field=models.SmallIntegerField())),
                ('stance_if_met', policyhub.records.fields.CharField(blank=True, choices=[('leads', 'Leads'), ('contributes', 'Contributes'), ('supports', 'Supports'), ('open', 'Open'), ('undecided', 'Undecided'), ('reserved', 'Reserved'), ('opposes', 'Opposes'), ('red-line', 'Red Line')], help_text='What the actor said it would do once its conditions of role `opens` hold; only at rank 1 and below.', max_length=12)),
                ('own_part', policyhub.records.fields.CharField(choices=[('committed', 'Committed'), ('offered', 'Offered'), ('possible', 'Possible'), ('declined', 'Declined'), ('not-stated', 'Not Stated')], default='not-stated', help_text='What it would do itself.', max_length=12)),
                ('consequence', policyhub.records.fields.TextField(blank=True, help_text='What it announces for the case that a red line is crossed.')),
                ('binding', policyhub.records.fields.CharField(blank=True, choices=[('legal', 'Legal'), ('political', 'Political'), ('none', 'None')], help_text='What binds it; empty where nobody has judged it.', max_length=12)),
                ('confidence', policyhub.records.fields.CharField(choices=[('confirmed', 'Confirmed'), ('reported', 'Reported'), ('inferred', 'Inferred')], help_text='How well the coding is supported.', max_length=12)),
                ('amount', models.DecimalField(blank=True, decimal_places=2, help_text='A sum of money, in `currency`.', max_digits=15, null=True, validators=[django.core.validators.MinValueValidator(0)])),
                ('currency', policyhub.records.fields.CharField(blank=True, help_text='The currency of the amount (ISO 4217).', max_length=3)),
                ('amount_basis', policyhub.records.fields.CharField(blank=True, choices=[('one-off', 'One Off'), ('per-year', 'Per Year'), ('total-to-date', 'Total To Date'), ('ceiling', 'Ceiling'), ('not-stated', 'Not Stated')], help_text='What the amount counts; empty without an amount.', max_length=16)),
                ('quantity', policyhub.records.fields.CharField(blank=True, help_text='A quantity, as stated.', max_length=120)),
                ('number', models.DecimalField(blank=True, decimal_places=2, help_text='The quantity as a number, where it is one.', max_digits=15, null=True)),
                ('unit', policyhub.records.fields.CharField(blank=True, help_text='What the number counts.', max_length=40)),
                ('scope', policyhub.records.fields.TextField(blank=True, help_text='The part of the measure that it speaks of, where it is not the whole.')),
                ('summary', policyhub.records.fields.TextField(help_text='What the actor said or did, in our words.')),
                ('actor', models.ForeignKey(help_text='Whose position.', on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='actors.actor')),
                ('measure', models.ForeignKey(help_text='The measure it is about.', on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='options.measure')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='position_runs_forward', violation_error_message='The period must end after it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('since__isnull', True), ('since_precision', 'unknown')), models.Q(('since__isnull', False), models.Q(('since_precision', 'unknown'), _negated=True)), _connector='OR'), name='position_since_or_unknown', violation_error_message='Without a first day the precision is `unknown`; with one it is not.'), models.CheckConstraint(condition=models.Q(('since_precision__in', ['day', 'month', 'quarter', 'year', 'no-later-than', 'unknown'])), name='position_since_precision_known', violation_error_message='Since precision is one of day, month, quarter, year, no-later-than, unknown.'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('holds_from', models.F('since')), _connector='OR'), name='position_holds_from_since', violation_error_message='What has a first day holds from that day.'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('holds_from')), _connector='OR'), name='position_holds_before_its_end', violation_error_message='The period counts from a day before its end.'), models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='position_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='position_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('stance__in', ['leads', 'contributes', 'supports', 'open', 'undecided', 'reserved', 'opposes', 'red-line'])), name='position_stance_known', violation_error_message='Stance is one of leads, contributes, supports, open, undecided, reserved, opposes, red-line.'), models.CheckConstraint(condition=models.Q(('stance_if_met__in', ['', 'leads', 'contributes', 'supports', 'open', 'undecided', 'reserved', 'opposes', 'red-line'])), name='position_stance_if_met_known', violation_error_message='Stance if met is one of leads, contributes, supports, open, undecided, reserved, opposes, red-line, or empty.'), models.CheckConstraint(condition=models.Q(('own_part__in', ['committed', 'offered', 'possible', 'declined', 'not-stated'])), name='position_own_part_known', violation_error_message='Own part is one of committed, offered, possible, declined, not-stated.'), models.CheckConstraint(condition=models.Q(('binding__in', ['', 'legal', 'political', 'none'])), name='position_binding_known', violation_error_message='Binding is one of legal, political, none, or empty.'), models.CheckConstraint(condition=models.Q(('confidence__in', ['confirmed', 'reported', 'inferred'])), name='position_confidence_known', violation_error_message='Confidence is one of confirmed, reported, inferred.'), models.CheckConstraint(condition=models.Q(('amount_basis__in', ['', 'one-off', 'per-year', 'total-to-date', 'ceiling', 'not-stated'])), name='position_amount_basis_known', violation_error_message='Amount basis is one of one-off, per-year, total-to-date, ceiling, not-stated, or empty.'), policyhub.records.constraints.NoOverlap(condition=models.Q(('publication', 'published')), name='position_no_overlap', violation_error_message='Another published position of this actor covers part of the period.', within=('measure', 'actor')), models.CheckConstraint(condition=models.Q(('stance_if_met', ''), ('stance__in', ['open', 'undecided', 'reserved', 'opposes', 'red-line']), _connector='OR'), name='position_if_met_below_support', violation_error_message='A stance if met belongs to a stance of rank 1 or below.'), models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', True), ('currency', ''), ('amount_basis', '')), models.Q(('amount__isnull', False), models.Q(('currency', ''), _negated=True), models.Q(('amount_basis', ''), _negated=True)), _connector='OR'), name='position_amount_with_currency', violation_error_message='An amount, its currency and its basis stand together.'), models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gte', 0), _connector='OR'), name='position_amount_not_negative', violation_error_message='An amount is not negative.'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('unit', '')), models.Q(('number__isnull', False), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='position_number_with_unit', violation_error_message='A number and its unit stand together.'), models.CheckConstraint(condition=models.Q(('currency', ''), ('currency__regex', '^[A-Z]{3}\\Z'), _connector='OR'), name='position_currency_iso_4217', violation_error_message='A currency is three upper-case letters.')],
            },
        ),
        migrations.CreateModel(
            name='PositionCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('supports', 'Supports'), ('contradicts', 'Contradicts'), ('context', 'Context')], default='supports', help_text='Whether the source supports the claim, contradicts it or gives context.', max_length=16)),
                ('locator', policyhub.records.fields.CharField(blank=True, help_text='Where in the source: page, paragraph, minute.', max_length=200)),
                ('quote', policyhub.records.fields.TextField(blank=True, help_text='The words of the source, fewer than 25 of them.', validators=[policyhub.sources.models.citation.short_quote])),
                ('claim', models.ForeignKey(help_text='The position.', on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='options.position')),
                ('source', models.ForeignKey(help_text='The source.', on_delete=django.db.models.deletion.PROTECT, to='sources.source')),
            ],
            options={
                'ordering': ['source__slug'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('claim', 'source'), name='positioncitation_source_once', violation_error_message='The source is cited twice for one claim.'), models.CheckConstraint(condition=models.Q(('role__in', ['supports', 'contradicts', 'context'])), name='positioncitation_role_known', violation_error_message='Role is one of supports, contradicts, context.')],
            },
        ),
        migrations.CreateModel(
            name='PositionCondition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('requires', 'Requires'), ('opens', 'Opens'), ('limits', 'Limits'), ('reason', 'Reason'), ('rule', 'Rule')], help_text='What it does for the position.', max_length=12)),
                ('group', models.PositiveSmallIntegerField(blank=True, help_text='Conditions of one group: any of them serves. Groups and the rest: all of them.', null=True)),
                ('condition', models.ForeignKey(help_text='The condition.', on_delete=django.db.models.deletion.PROTECT, related_name='position_links', to='options.condition')),
                ('position', models.ForeignKey(help_text='The position.', on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='options.position')),
            ],
            options={
                'ordering': ['condition__slug', 'role'],
                'constraints': [models.UniqueConstraint(fields=('position', 'condition', 'role'), name='positioncondition_once'), models.CheckConstraint(condition=models.Q(('role__in', ['requires', 'opens', 'limits', 'reason', 'rule'])), name='positioncondition_role_known', violation_error_message='Role is one of requires, opens, limits, reason, rule.')],
            },
        ),
        migrations.CreateModel(
            name='PositionForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', policyhub.records.fields.CharField(choices=[('ground', 'Ground'), ('air', 'Air'), ('sea', 'Sea'), ('training', 'Training'), ('logistics', 'Logistics'), ('hosting', 'Hosting'), ('intelligence', 'Intelligence'), ('staff', 'Staff'), ('equipment', 'Equipment'), ('money', 'Money'), ('political', 'Political')], help_text='In what form it takes part, or would.', max_length=16)),
                ('position', models.ForeignKey(help_text='The position.', on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='options.position')),
            ],
            options={
                'ordering': ['form'],
                'constraints': [models.UniqueConstraint(fields=('position', 'form'), name='positionform_once'), models.CheckConstraint(condition=models.Q(('form__in', ['ground', 'air', 'sea', 'training', 'logistics', 'hosting', 'intelligence', 'staff', 'equipment', 'money', 'political'])), name='positionform_form_known', violation_error_message='Form is one of ground, air, sea, training, logistics, hosting, intelligence, staff, equipment, money, political.')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, help_text='The first day on which it is so. Empty means that the day is not known, never that it always was.', null=True)),
                ('since_precision', policyhub.records.fields.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year'), ('no-later-than', 'No Later Than'), ('unknown', 'Unknown')], default='day', help_text='How exactly the first day is known.', max_length=16)),
                ('until', models.DateField(blank=True, help_text='The first day on which it is no longer so; empty while it still is.', null=True)),
                ('holds_from', models.DateField(blank=True, db_index=True, editable=False, help_text='The first day on which answers count it: its first day, or where that is not known the earliest day of its evidence, or where that carries no day either the day it was recorded.')),
                ('status', policyhub.records.fields.CharField(choices=[('proposed', 'Proposed'), ('under-discussion', 'Under Discussion'), ('agreed', 'Agreed'), ('operational', 'Operational'), ('suspended', 'Suspended'), ('concluded', 'Concluded'), ('abandoned', 'Abandoned')], help_text='How far it had come.', max_length=20)),
                ('measure', models.ForeignKey(help_text='The measure.', on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='options.measure')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('since'), nulls_first=True), 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='stage_runs_forward', violation_error_message='The period must end after it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('since__isnull', True), ('since_precision', 'unknown')), models.Q(('since__isnull', False), models.Q(('since_precision', 'unknown'), _negated=True)), _connector='OR'), name='stage_since_or_unknown', violation_error_message='Without a first day the precision is `unknown`; with one it is not.'), models.CheckConstraint(condition=models.Q(('since_precision__in', ['day', 'month', 'quarter', 'year', 'no-later-than', 'unknown'])), name='stage_since_precision_known', violation_error_message='Since precision is one of day, month, quarter, year, no-later-than, unknown.'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('holds_from', models.F('since')), _connector='OR'), name='stage_holds_from_since', violation_error_message='What has a first day holds from that day.'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('holds_from')), _connector='OR'), name='stage_holds_before_its_end', violation_error_message='The period counts from a day before its end.'), models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'under-discussion', 'agreed', 'operational', 'suspended', 'concluded', 'abandoned'])), name='stage_status_known', violation_error_message='Status is one of proposed, under-discussion, agreed, operational, suspended, concluded, abandoned.'), policyhub.records.constraints.NoOverlap(condition=models.Q(), name='stage_no_overlap', violation_error_message='The period overlaps another one of the same sequence.', within=('measure',))],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('slug', policyhub.records.fields.SlugField(blank=True, db_index=False, help_text='The public identity, made from what the record joins and its day. It never changes.', max_length=160, unique=True)),
                ('speaker', policyhub.records.fields.CharField(help_text='Who spoke.', max_length=120)),
                ('speaker_role', policyhub.records.fields.CharField(blank=True, help_text="The speaker's office on that day.", max_length=120)),
                ('made_on', models.DateField(blank=True, db_index=True, help_text='The day; empty if it was not found.', null=True)),
                ('venue', policyhub.records.fields.CharField(blank=True, help_text='Where, or to whom, it was said.', max_length=200)),
                ('paraphrase', policyhub.records.fields.TextField(help_text='What was said, in our words.')),
                ('quote', policyhub.records.fields.TextField(blank=True, help_text='The words themselves, fewer than 25.', validators=[policyhub.sources.models.citation.short_quote])),
                ('language', policyhub.records.fields.CharField(blank=True, help_text='The language of the quote (ISO 639-1).', max_length=2)),
                ('stance', policyhub.records.fields.CharField(blank=True, choices=[('leads', 'Leads'), ('contributes', 'Contributes'), ('supports', 'Supports'), ('open', 'Open'), ('undecided', 'Undecided'), ('reserved', 'Reserved'), ('opposes', 'Opposes'), ('red-line', 'Red Line')], help_text='The stance that the words express.', max_length=12)),
                ('actor', models.ForeignKey(help_text='For whom the speaker spoke.', on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='actors.actor')),
                ('measures', models.ManyToManyField(blank=True, help_text='The measures it speaks of.', related_name='statements', to='options.measure')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='statement_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='statement_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('stance__in', ['', 'leads', 'contributes', 'supports', 'open', 'undecided', 'reserved', 'opposes', 'red-line'])), name='statement_stance_known', violation_error_message='Stance is one of leads, contributes, supports, open, undecided, reserved, opposes, red-line, or empty.'), models.CheckConstraint(condition=models.Q(('language', ''), ('language__regex', '^[a-z]{2}\\Z'), _connector='OR'), name='statement_language_iso_639', violation_error_message='A language is two lower-case letters (ISO 639-1).'), models.CheckConstraint(condition=models.Q(('quote', ''), models.Q(('language', ''), _negated=True), _connector='OR'), name='statement_quote_has_language', violation_error_message='A quote has a language.')],
            },
        ),
        migrations.CreateModel(
            name='StatementCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('supports', 'Supports'), ('contradicts', 'Contradicts'), ('context', 'Context')], default='supports', help_text='Whether the source supports the claim, contradicts it or gives context.', max_length=16)),
                ('locator', policyhub.records.fields.CharField(blank=True, help_text='Where in the source: page, paragraph, minute.', max_length=200)),
                ('quote', policyhub.records.fields.TextField(blank=True, help_text='The words of the source, fewer than 25 of them.', validators=[policyhub.sources.models.citation.short_quote])),
                ('claim', models.ForeignKey(help_text='The statement.', on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='options.statement')),
                ('source', models.ForeignKey(help_text='The source.', on_delete=django.db.models.deletion.PROTECT, to='sources.source')),
            ],
            options={
                'ordering': ['source__slug'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('claim', 'source'), name='statementcitation_source_once', violation_error_message='The source is cited twice for one claim.'), models.CheckConstraint(condition=models.Q(('role__in', ['supports', 'contradicts', 'context'])), name='statementcitation_role_known', violation_error_message='Role is one of supports, contradicts, context.')],
            },
        ),
        migrations.CreateModel(
            name='AssessmentCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('supports', 'Supports'), ('contradicts', 'Contradicts'), ('context', 'Context')], default='supports', help_text='Whether the source supports the claim, contradicts it or gives context.', max_length=16)),
                ('locator', policyhub.records.fields.CharField(blank=True, help_text='Where in the source: page, paragraph, minute.', max_length=200)),
                ('quote', policyhub.records.fields.TextField(blank=True, help_text='The words of the source, fewer than 25 of them.', validators=[policyhub.sources.models.citation.short_quote])),
                ('claim', models.ForeignKey(help_text='The assessment.', on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='options.assessment')),
                ('source', models.ForeignKey(help_text='The source.', on_delete=django.db.models.deletion.PROTECT, to='sources.source')),
            ],
            options={
                'ordering': ['source__slug'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('claim', 'source'), name='assessmentcitation_source_once', violation_error_message='The source is cited twice for one claim.'), models.CheckConstraint(condition=models.Q(('role__in', ['supports', 'contradicts', 'context'])), name='assessmentcitation_role_known', violation_error_message='Role is one of supports, contradicts, context.')],
            },
        ),
        migrations.AddIndex(
            model_name='position',
            index=models.Index(fields=['measure', 'stance_rank', 'holds_from', 'until'], name='position_measure_by_rank'),
        ),
    ]
