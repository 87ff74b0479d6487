"""Settings for a public installation: PostgreSQL, HTTPS, every secret from the environment."""

from policyhub.settings.base import *  # noqa: F403
from policyhub.settings.base import database, env

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
PUBLIC_URL = env("PUBLIC_URL", default=f"https://{ALLOWED_HOSTS[0]}")

DATABASES = {"default": database(env("DATABASE_URL"))}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The proxy in front says by this header that the outer connection was HTTPS. Without one that sets it on every
# request, any client could claim so: hence not by default.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000  # a year, as the HSTS preload list asks
# Both reach beyond this host and are hard to take back: turn them off where the domain has other hosts without HTTPS.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
