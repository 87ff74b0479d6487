"""What the log tells readers: history, revisions, and the feed of changes."""

from django.apps import AppConfig


class FeedConfig(AppConfig):
    """The log as its readers may see it."""

    name = "policyhub.feed"
    verbose_name = "feed"
