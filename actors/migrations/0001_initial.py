import django.db.models.deletion
import policyhub.records.constraints
import policyhub.records.fields
import policyhub.sources.models.citation
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('sources', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Actor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('publication', policyhub.records.fields.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], db_index=True, default='draft', help_text='Whether the public sees the record: draft, published or withdrawn.', max_length=16)),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='When the record was first stored (UTC).')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When the record was last changed (UTC).')),
                ('code', policyhub.records.fields.CharField(help_text='The public identity: ISO 3166-1 alpha-3 for states, else a short upper-case code. It never changes.', max_length=24, unique=True)),
                ('kind', policyhub.records.fields.CharField(choices=[('state', 'State'), ('organisation', 'Organisation'), ('coalition', 'Coalition'), ('institution', 'Institution')], help_text='What sort of actor it is.', max_length=16)),
                ('name', policyhub.records.fields.CharField(help_text='The usual English name.', max_length=120)),
                ('official_name', policyhub.records.fields.CharField(blank=True, help_text='The full name; empty where it is the usual one.', max_length=200)),
                ('iso_alpha2', policyhub.records.fields.CharField(blank=True, help_text='ISO 3166-1 alpha-2; states only.', max_length=2)),
                ('note', policyhub.records.fields.TextField(blank=True, help_text='What a reader must know of the entry.')),
                ('part_of', models.ForeignKey(blank=True, help_text='The state or organisation that an institution is part of.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='institutions', to='actors.actor')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='actor_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('kind__in', ['state', 'organisation', 'coalition', 'institution'])), name='actor_kind_known', violation_error_message='Kind is one of state, organisation, coalition, institution.'), models.CheckConstraint(condition=models.Q(('part_of__isnull', True), models.Q(('part_of', models.F('id')), _negated=True), _connector='OR'), name='actor_part_of_another', violation_error_message='Nothing is part of itself.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'institution'), _negated=True), ('part_of__isnull', False), _connector='OR'), name='actor_institution_part_of', violation_error_message='An institution is part of a state, an organisation or a coalition.'), models.CheckConstraint(condition=models.Q(('iso_alpha2', ''), ('kind', 'state'), _connector='OR'), name='actor_iso_alpha2_of_states', violation_error_message='Only a state has an ISO 3166-1 code.'), models.CheckConstraint(condition=models.Q(('code', ''), ('code__regex', '^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*\\Z'), _connector='OR'), name='actor_code_format', violation_error_message='A code is made of upper-case letters and digits, with hyphens.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'state'), _negated=True), ('code__regex', '^[A-Z]{3}\\Z'), _connector='OR'), name='actor_state_iso_alpha3', violation_error_message="A state's code is its ISO 3166-1 alpha-3 code."), models.CheckConstraint(condition=models.Q(('iso_alpha2', ''), ('iso_alpha2__regex', '^[A-Z]{2}\\Z'), _connector='OR'), name='actor_iso_alpha2_format', violation_error_message='An alpha-2 code is two upper-case letters.'), models.UniqueConstraint(condition=models.Q(('iso_alpha2', ''), _negated=True), fields=('iso_alpha2',), name='actor_iso_alpha2_once', violation_error_message='Another actor has this alpha-2 code.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
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
                ('role', policyhub.records.fields.CharField(choices=[('member', 'Member'), ('permanent-member', 'Permanent Member'), ('elected-member', 'Elected Member'), ('candidate', 'Candidate'), ('observer', 'Observer'), ('partner', 'Partner')], default='member', help_text='In what standing.', max_length=20)),
                ('member', models.ForeignKey(help_text='Who belongs.', on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='actors.actor')),
                ('organisation', models.ForeignKey(help_text='To what it belongs.', on_delete=django.db.models.deletion.PROTECT, related_name='members', to='actors.actor')),
            ],
            options={
                'ordering': ['slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='membership_runs_forward', violation_error_message='The period must end after it begins.'), models.CheckConstraint(condition=models.Q(models.Q(('since__isnull', True), ('since_precision', 'unknown')), models.Q(('since__isnull', False), models.Q(('since_precision', 'unknown'), _negated=True)), _connector='OR'), name='membership_since_or_unknown', violation_error_message='Without a first day the precision is `unknown`; with one it is not.'), models.CheckConstraint(condition=models.Q(('since_precision__in', ['day', 'month', 'quarter', 'year', 'no-later-than', 'unknown'])), name='membership_since_precision_known', violation_error_message='Since precision is one of day, month, quarter, year, no-later-than, unknown.'), models.CheckConstraint(condition=models.Q(('since__isnull', True), ('holds_from', models.F('since')), _connector='OR'), name='membership_holds_from_since', violation_error_message='What has a first day holds from that day.'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('holds_from')), _connector='OR'), name='membership_holds_before_its_end', violation_error_message='The period counts from a day before its end.'), models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn'])), name='membership_publication_known', violation_error_message='Publication is one of draft, published, withdrawn.'), models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*\\Z')), name='membership_slug_format', violation_error_message='A slug is made of lower-case letters and digits, in words joined by single hyphens.'), models.CheckConstraint(condition=models.Q(('role__in', ['member', 'permanent-member', 'elected-member', 'candidate', 'observer', 'partner'])), name='membership_role_known', violation_error_message='Role is one of member, permanent-member, elected-member, candidate, observer, partner.'), models.CheckConstraint(condition=models.Q(('member__isnull', True), models.Q(('member', models.F('organisation')), _negated=True), _connector='OR'), name='membership_of_another', violation_error_message='Nothing is a member of itself.'), policyhub.records.constraints.NoOverlap(condition=models.Q(('publication', 'published')), name='membership_no_overlap', violation_error_message='Another published membership of this member there covers part of the period.', within=('organisation', 'member'))],
            },
        ),
        migrations.CreateModel(
            name='MembershipCitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('supports', 'Supports'), ('contradicts', 'Contradicts'), ('context', 'Context')], default='supports', help_text='Whether the source supports the claim, contradicts it or gives context.', max_length=16)),
                ('locator', policyhub.records.fields.CharField(blank=True, help_text='Where in the source: page, paragraph, minute.', max_length=200)),
                ('quote', policyhub.records.fields.TextField(blank=True, help_text='The words of the source, fewer than 25 of them.', validators=[policyhub.sources.models.citation.short_quote])),
                ('claim', models.ForeignKey(help_text='The membership.', on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='actors.membership')),
                ('source', models.ForeignKey(help_text='The source.', on_delete=django.db.models.deletion.PROTECT, to='sources.source')),
            ],
            options={
                'ordering': ['source__slug'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('claim', 'source'), name='membershipcitation_source_once', violation_error_message='The source is cited twice for one claim.'), models.CheckConstraint(condition=models.Q(('role__in', ['supports', 'contradicts', 'context'])), name='membershipcitation_role_known', violation_error_message='Role is one of supports, contradicts, context.')],
            },
        ),
    ]
