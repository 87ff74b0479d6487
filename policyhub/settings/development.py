"""Settings for one's own machine: SQLite, no variable needed, nothing that production would not do."""

from django.core.management.utils import get_random_secret_key

from policyhub.settings.base import *  # noqa: F403
from policyhub.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)  # the pages are the same with and without; True adds tracebacks to pages
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# WhiteNoise reads static files where they lie, so nothing must be collected first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True


VAR_DIR.mkdir(exist_ok=True)


def secret_key() -> str:
    """Return this installation's own key, made and kept at the first start."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default=None) or secret_key()
