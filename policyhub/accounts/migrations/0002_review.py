
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_users'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='user',
            options={'permissions': [('see_drafts', 'Can see records that are not public: drafts and withdrawn ones'), ('publish_records', 'Can publish and withdraw records that others wrote'), ('review_changes', 'Can approve and reject what others propose'), ('break_glass', 'Can change what the public sees alone, and says why')], 'verbose_name': 'user', 'verbose_name_plural': 'users'},
        ),
    ]
