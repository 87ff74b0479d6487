"""The user of this product."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in to curate or to see more than the public does."""

    class Meta(AbstractUser.Meta):
        permissions = [
            ("see_drafts", "Can see records that are not public: drafts and withdrawn ones"),
            ("publish_records", "Can publish and withdraw records that others wrote"),
            ("review_changes", "Can approve and reject what others propose"),
            ("break_glass", "Can change what the public sees alone, and says why"),
        ]
