
import django.db.models.deletion
import policyhub.records.fields
import policyhub.records.integrity
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('records', '0001_btree_gist'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, help_text='Always 1: there is one such row.', primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(default=0, help_text='The number of the newest revision; 0 before any.')),
                ('instant', models.DateTimeField(help_text='The last instant that was taken; that of the newest revision, or later.', null=True)),
            ],
            options={
                'verbose_name': 'numbering',
                'verbose_name_plural': 'numbering',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='numbering_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, help_text='Identifies the revision.', primary_key=True, serialize=False)),
                ('number', models.PositiveBigIntegerField(help_text='Its place in the order of all changes, given when it is applied; empty before.', null=True, unique=True)),
                ('state', policyhub.records.fields.CharField(choices=[('proposed', 'Proposed'), ('applied', 'Applied'), ('rejected', 'Rejected'), ('superseded', 'Superseded')], db_index=True, help_text='Whether it waits, holds or was refused.', max_length=12)),
                ('origin', policyhub.records.fields.CharField(choices=[('admin', 'Admin'), ('api', 'Api'), ('import', 'Import'), ('load', 'Load'), ('command', 'Command')], help_text='By which way it came.', max_length=8)),
                ('reason', policyhub.records.fields.TextField(help_text='Why the change is made, in the words of who makes it.')),
                ('comment', policyhub.records.fields.TextField(blank=True, help_text='What the reviewer says of it.')),
                ('emergency', policyhub.records.fields.TextField(blank=True, help_text='Why it was published by one person alone; empty where a second one approved.')),
                ('public', models.BooleanField(help_text='Whether it changes what the public sees.')),
                ('digest', policyhub.records.fields.CharField(help_text='The hash (SHA-256) of the exact change.', max_length=64)),
                ('approval', policyhub.records.fields.CharField(blank=True, help_text='The hash that was approved; empty where nobody did.', max_length=64)),
                ('request_id', policyhub.records.fields.CharField(blank=True, help_text='The request that made it.', max_length=64)),
                ('created_at', models.DateTimeField(help_text='When it was made (UTC).')),
                ('instant', models.DateTimeField(help_text='When it was applied or refused (UTC); empty while it waits for review.', null=True)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('number'), descending=True, nulls_first=True), '-created_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'applied', 'rejected', 'superseded'])), name='revision_state_known', violation_error_message='State is one of proposed, applied, rejected, superseded.'), models.CheckConstraint(condition=models.Q(('origin__in', ['admin', 'api', 'import', 'load', 'command'])), name='revision_origin_known', violation_error_message='Origin is one of admin, api, import, load, command.'), models.UniqueConstraint(fields=('id', 'digest'), name='revision_digest_once'), models.UniqueConstraint(fields=('id', 'number'), name='revision_id_number'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', False), ('state', 'applied')), models.Q(models.Q(('state', 'applied'), _negated=True), ('number__isnull', True)), _connector='OR'), name='revision_numbered_when_applied', violation_error_message='A revision has a number from when it is applied, and not before.'), models.CheckConstraint(condition=models.Q(models.Q(('instant__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('instant__isnull', False)), _connector='OR'), name='revision_instant_when_decided', violation_error_message='A revision that waits has no instant; one that was decided has.'), models.CheckConstraint(condition=models.Q(('approval', ''), ('approval', models.F('digest')), _connector='OR'), name='revision_approval_of_this_change', violation_error_message='The approval is of another change.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'applied'), _negated=True), ('public', False), models.Q(('approval', ''), _negated=True), models.Q(('emergency', ''), _negated=True), ('origin__in', ['load', 'command']), _connector='OR'), name='revision_four_eyes', violation_error_message='What the public sees is changed by two people, or by one who says why.'), policyhub.records.integrity.AppendOnly(condition=models.Q(('number__isnull', False)), name='revision_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Hand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', policyhub.records.fields.CharField(choices=[('author', 'Author'), ('approver', 'Approver'), ('refuser', 'Refuser')], help_text='Whether the person wrote, approved or refused it.', max_length=8)),
                ('digest', policyhub.records.fields.CharField(help_text='The hash of the change that was approved; null for anybody else.', max_length=64, null=True)),
                ('user', models.ForeignKey(help_text='The person.', on_delete=django.db.models.deletion.PROTECT, related_name='hands', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(help_text='The revision.', on_delete=django.db.models.deletion.CASCADE, related_name='hands', to='records.revision')),
            ],
            options={
                'ordering': ['role', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['author', 'approver', 'refuser'])), name='hand_role_known', violation_error_message='Role is one of author, approver, refuser.'), models.UniqueConstraint(fields=('revision', 'user'), name='hand_one_role_each', violation_error_message='Nobody decides on what he wrote himself.'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('role', 'approver'), _negated=True), ('digest__isnull', True)), models.Q(('digest__isnull', False), ('role', 'approver')), _connector='OR'), name='hand_approver_names_the_change', violation_error_message='An approver says which change was approved.'), policyhub.records.integrity.SameAs(fields=('revision', 'digest'), name='hand_digest', to='records.Revision', to_fields=('id', 'digest')), policyhub.records.integrity.AppendOnly(condition=models.Q(('id__isnull', False)), name='hand_append_only')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(help_text='The number of the revision; empty until it is applied.', null=True)),
                ('kind', policyhub.records.fields.CharField(help_text='The kind of record, such as options.measure.', max_length=60)),
                ('key', policyhub.records.fields.CharField(help_text='The identity of the record.', max_length=200)),
                ('action', policyhub.records.fields.CharField(choices=[('create', 'Create'), ('change', 'Change'), ('delete', 'Delete')], help_text='What was done to the record.', max_length=8)),
                ('shape', models.PositiveSmallIntegerField(help_text='The shape in which the states are written.')),
                ('before', models.JSONField(help_text='What the record said before; null where there was none.', null=True)),
                ('after', models.JSONField(help_text='What the record says after; null where it was deleted.', null=True)),
                ('was', policyhub.records.fields.CharField(blank=True, choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], help_text='Its publication before; empty where none was.', max_length=16)),
                ('becomes', policyhub.records.fields.CharField(blank=True, choices=[('draft', 'Draft'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], help_text='Its publication after; empty where deleted.', max_length=16)),
                ('stored_at', models.DateTimeField(help_text='When the record was first stored (UTC).')),
                ('revision', models.ForeignKey(help_text='The revision.', on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='records.revision')),
            ],
            options={
                'ordering': ['kind', 'key'],
                'indexes': [models.Index(fields=['kind', 'key', 'number'], name='version_of_record'), models.Index(fields=['number', 'kind', 'key'], name='version_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['create', 'change', 'delete'])), name='version_action_known', violation_error_message='Action is one of create, change, delete.'), models.CheckConstraint(condition=models.Q(('was__in', ['', 'draft', 'published', 'withdrawn'])), name='version_was_known', violation_error_message='Was is one of draft, published, withdrawn, or empty.'), models.CheckConstraint(condition=models.Q(('becomes__in', ['', 'draft', 'published', 'withdrawn'])), name='version_becomes_known', violation_error_message='Becomes is one of draft, published, withdrawn, or empty.'), models.UniqueConstraint(fields=('revision', 'kind', 'key'), name='version_once'), policyhub.records.integrity.SameAs(fields=('revision', 'number'), name='version_number', to='records.Revision', to_fields=('id', 'number')), policyhub.records.integrity.AppendOnly(condition=models.Q(('number__isnull', False)), name='version_append_only')],
            },
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['state', 'instant'], name='revision_by_instant'),
        ),
        migrations.AddIndex(
            model_name='version',
            index=models.Index(fields=['was', 'becomes', 'number'], name='version_of_publicity'),
        ),
    ]
