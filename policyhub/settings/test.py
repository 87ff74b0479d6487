"""Settings of the test suite: SQLite unless DATABASE_URL names a PostgreSQL server, fast password hashes."""

from policyhub.settings.base import *  # noqa: F403
from policyhub.settings.base import database, env

DEBUG = False
SECRET_KEY = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(env("DATABASE_URL", default="sqlite:///:memory:"))}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
BODY_CACHE_BYTES = 0  # what a test arranges outside of a revision has no version that answers could be told apart by
STATEMENT_SECONDS = 0.0  # tests open what serves and then go on; those of the bound set it themselves
