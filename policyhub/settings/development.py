"""Settings for one's own machine: SQLite, no variable needed, nothing that production would not do."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.utils import get_random_secret_key

from policyhub.settings.base import *  # noqa: F403
from policyhub.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)  # the pages are the same with and without; True adds tracebacks to pages
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# WhiteNoise reads static files where they lie, so nothing must be collected first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

VAR_DIR.mkdir(mode=0o700, exist_ok=True)  # it holds password hashes and sessions


def secret_key() -> str:
    """Return this installation's own key, made and kept at the first start."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        # Written aside and moved into place, so that no second process ever reads half a key.
        with NamedTemporaryFile("w", dir=VAR_DIR, delete=False) as file:
            file.write(get_random_secret_key())
        Path(file.name).rename(path)
    return path.read_text()


SECRET_KEY = env("SECRET_KEY", default=None) or secret_key()
