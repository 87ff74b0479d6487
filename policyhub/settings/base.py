"""
Settings of every environment; the others import from here and change little.

docs/settings.md lists each variable that is read from the environment.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# What the installation writes: the SQLite file, the development key. Never in version control.
VAR_DIR = BASE_DIR / "var"

# Data that is reviewed like code; `loaddata` reads it.
FIXTURES_DIR = BASE_DIR / "fixtures"

env = environ.Env()

# --- Applications ---------------------------------------------------------------------------

INSTALLED_APPS = [
    "policyhub.apps.PolicyHubConfig",  # first: its loaddata and dumpdata take the place of Django's
    "policyhub.apps.PolicyHubAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # static files come from WhiteNoise in development too
    "django.contrib.staticfiles",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "policyhub.accounts",
    "policyhub.records",
    "policyhub.api",
    "policyhub.sources",
    "policyhub.feed",
    "actors",
    "options",
]

MIDDLEWARE = [
    "policyhub.api.middleware.RequestIdMiddleware",
    "policyhub.api.middleware.CodingMiddleware",
    "policyhub.middleware.ShortWayMiddleware",  # which marks what the five of policyhub.middleware below pass by
    "django.middleware.security.SecurityMiddleware",
    "policyhub.middleware.StaticFiles",
    "policyhub.middleware.ContentSecurityPolicy",
    "policyhub.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "policyhub.middleware.Authentication",
    "policyhub.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "policyhub.api.clocks.CatalogueVersionMiddleware",
]

ROOT_URLCONF = "policyhub.urls"
WSGI_APPLICATION = "policyhub.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SQLITE_OPTIONS: dict[str, object] = {
    # One writer at a time, taken at BEGIN: a transaction never fails half way for a lock.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # 16 MB of pages a connection instead of 2 (measured: a fifth off a page of 50 with what is nested in it).
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}

# Behind a pooler (PgBouncer) connections change hands after each transaction: nothing may stay on one, and what the
# options below ask for is set on the role instead.
DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)

POSTGRESQL_OPTIONS: dict[str, object] = {
    # JSON made in the database is a large plan of small parts, which JIT only slows (measured: 690 ms against 16).
    "options": "-c jit=off",
    # Planning such a statement takes longer than running it: the second time it is planned for good
    # (measured: one record takes PostgreSQL 0.9 ms against 5.0, a page of 50 7 against 10).
    "server_side_binding": True,
    "prepare_threshold": 1,
}

# A statement of a process that answers requests takes the database so many seconds at most; 0 sets no bound.
STATEMENT_SECONDS = env.float("STATEMENT_SECONDS", default=15.0)


def database(url: str) -> dict[str, object]:
    """Read a database URL (`sqlite:///path` or `postgres://...`) into Django's setting, with our options."""
    config: dict[str, Any] = environ.Env.db_url_config(url)
    kept: dict[str, object] = {"CONN_MAX_AGE": 300}  # in seconds; opening one takes 1 ms on SQLite, 9 on PostgreSQL
    if config["ENGINE"].endswith("sqlite3"):
        own = SQLITE_OPTIONS
    else:
        own = {} if DATABASE_POOLED else POSTGRESQL_OPTIONS
        kept |= {"ENGINE": "policyhub.postgresql", "CONN_HEALTH_CHECKS": True}
        kept |= {"DISABLE_SERVER_SIDE_CURSORS": DATABASE_POOLED}
    return {**config, **kept, "OPTIONS": {**own, **config.get("OPTIONS", {})}}


DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'policyhub.sqlite3'}"))}

# Reads of the catalogue as it was (`known_at`) are sent to snapshots: SQLite files that repeat what the log says.
DATABASE_ROUTERS = ["policyhub.records.router.SnapshotRouter"]
SNAPSHOTS_DIR = Path(env("SNAPSHOTS_DIR", default=str(VAR_DIR / "snapshots"))).resolve()
# So many files are kept, and so many bytes; what was not looked at for longest goes first.
SNAPSHOTS_MOST = env.int("SNAPSHOTS_MOST", default=40)
SNAPSHOTS_MOST_BYTES = env.int("SNAPSHOTS_MOST_BYTES", default=4_000_000_000)
# A public request folds so many versions of the log itself; for more it is told to come again.
SNAPSHOT_INLINE_RECORDS = env.int("SNAPSHOT_INLINE_RECORDS", default=5_000)

# The files of releases; they are made once and never change.
RELEASES_DIR = Path(env("RELEASES_DIR", default=str(VAR_DIR / "releases"))).resolve()

# --- People ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"

SESSION_COOKIE_AGE = 8 * 3600  # a working day, in seconds

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # instants are UTC; so is the day that "today" means
FORMAT_MODULE_PATH = ["policyhub.formats"]  # days as the data write them, YYYY-MM-DD

# --- Static files and security --------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"

CSRF_FAILURE_VIEW = "policyhub.api.errors.csrf_failure"
# A query string of 8,000 bytes, the longest that the API reads, holds 4,000 parameters; each wrong one is counted.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# --- The API --------------------------------------------------------------------------------

# Where the product is reached from outside, without a final slash. Empty: URLs in answers are
# path-absolute. They are never taken from the Host header.
PUBLIC_URL = env("PUBLIC_URL", default="")

# So many bytes of finished answers to the public each process keeps, for as long as the catalogue stays as it is.
BODY_CACHE_BYTES = env.int("BODY_CACHE_BYTES", default=32_000_000)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "policyhub.api.schema.CatalogueSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "policyhub.api.errors.problem_response",
    "URL_FORMAT_OVERRIDE": None,  # `?format=` is an unknown parameter like any other
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

# The list of every collection: pairs of its name and its view set.
COLLECTIONS = "policyhub.catalogue.COLLECTIONS"

# What turns the name of a release into the number it was made at, by its dotted path: `name -> int | None`.
RELEASE_NUMBERS = "policyhub.feed.releases.number_of"

# Modules that hold vocabularies: each has DEFINITIONS, a text for every word.
VOCABULARIES = [
    "policyhub.records.vocabularies",
    "policyhub.sources.vocabularies",
    "actors.vocabularies",
    "options.vocabularies",
]

# Real answers that illustrate the OpenAPI document; `manage.py make_schema` renews them.
API_EXAMPLES = BASE_DIR / "docs" / "examples.json"

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": "PolicyHub",
    "VERSION": "1",
    "DESCRIPTION": (
        "Who would back a measure, on what legal conditions, is each condition met, and who says so. Structured, "
        "sourced and dated; its first content is the European debate on supporting Ukraine with or without Moscow's "
        "consent.\n\nNothing is silent: an unknown parameter or value is refused with a problem (RFC 9457) that names "
        "it and says what is allowed. A null `since` means that the beginning is not known, never that it was always "
        "so. Periods are half-open: `until` is the first day on which something is no longer so."
    ),
    "LICENSE": {"name": "MIT (code); CC BY 4.0 (data)", "identifier": "MIT"},
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "AUTHENTICATION_WHITELIST": [],
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "PREPROCESSING_HOOKS": [],
    "POSTPROCESSING_HOOKS": [
        "policyhub.api.schema.add_vocabularies",
        "policyhub.api.schema.add_problems",
        "policyhub.feed.release_schema.add_gone",
        "policyhub.api.schema.add_examples",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "displayOperationId": True, "filter": True, "docExpansion": "list"},
    "SORT_OPERATIONS": False,
}

# --- Logs -----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "policyhub.api.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} [{request_id}] {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # A wrong Host header is the sender's fault, and anybody can send many.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
