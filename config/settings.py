"""Every setting, read from the environment; `.env` is written on the first run."""

import hashlib
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _
from huey import Huey, PostgresHuey
from huey.serializer import SignedSerializer

from cvi.papers.queue import SqliteQueue

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
environ.Env.read_env(BASE_DIR / ".env")
env = environ.Env()

# --- What kind of place this is

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if DEBUG else [])
DEMO_SIGN_IN = env.bool("DEMO_SIGN_IN", default=DEBUG)
NEUTRAL_SITE = env.str("NEUTRAL_SITE", default="https://www.weather.gov/")
APP_TITLE = env.str("APP_TITLE", default="Notes")

# --- Apps, from the lowest rung up

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "simple_history",
    "csp",
    "django_htmx",
    "huey.contrib.djhuey",
    "cvi.vault",
    "cvi.audit",
    "cvi.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "cvi.standards",
    "cvi.papers",
    "cvi.alerts",
    "cvi.cases",
    "cvi.referrals",
    "cvi.emergency",
    "cvi.incidents",
    "cvi.staffing",
    "cvi.outreach",
    "cvi.hospital",
    "cvi.gvi",
    "cvi.reentry",
    "cvi.reports",
    "cvi.records",
    "cvi.desk",
]

MIDDLEWARE = [
    "cvi.accounts.middleware.LocalNameMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cvi.accounts.middleware.NoStoreMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "cvi.accounts.middleware.SecondFactorMiddleware",
    "cvi.accounts.middleware.KeyringMiddleware",
    "cvi.accounts.middleware.LockMiddleware",
    "cvi.emergency.middleware.EmergencyMiddleware",
    "cvi.vault.middleware.LockedMiddleware",
    "cvi.audit.middleware.RefusalMiddleware",
    "cvi.cases.middleware.PaceMiddleware",
    "cvi.accounts.middleware.SavedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "cvi.accounts.context.page",
                "cvi.alerts.context.page",
                "cvi.emergency.context.page",
                "cvi.desk.navigation.page",
            ],
        },
    },
]
FORM_RENDERER = "cvi.accounts.renderer.FieldRenderer"

# --- Database: SQLite by default, PostgreSQL in production

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
}
DATABASES["default"]["ATOMIC_REQUESTS"] = True
IS_SQLITE = "sqlite" in DATABASES["default"]["ENGINE"]
if IS_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds; a new connection costs more than a page
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # The default of 300 would let anyone flush the sign-in limits by adding keys.
        "OPTIONS": {"MAX_ENTRIES": 200_000, "CULL_FREQUENCY": 10},
    },
}

# --- Vault: where the master keys are; never in the database

VAULT_KEYRING_FILE = Path(env.str("VAULT_KEYRING_FILE", default=str(VAR_DIR / "keyring.json")))
VAULT_KEYRING = env.str("VAULT_KEYRING", default="")
FILES_DIR = Path(env.str("FILES_DIR", default=str(VAR_DIR / "files")))

# --- Uploads: held in memory, never written to a disk unsealed

FILE_UPLOAD_HANDLERS = ["cvi.papers.receiving.InMemoryOnly"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # of all that is typed; files have a limit of their own
# Reads a file on its standard input and ends with 0 when it is clean; "none" says there is none.
UPLOAD_SCAN_COMMAND = env.str("UPLOAD_SCAN_COMMAND", default="")

# --- Sign-in

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "cvi.accounts.passwords.HardToGuess"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "cvi.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "cvi.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/300s/key,20/1d/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# Counts what a change of a standard would touch; the standards know of no case.
STANDARDS_EFFECT = "cvi.reports.effects.effect_of"

MFA_ADAPTER = "cvi.accounts.adapters.MFAAdapter"
MFA_FORMS = {"activate_totp": "cvi.accounts.forms.CodeAppForm"}
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 0  # with 1, a used code was accepted again after 35 seconds
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 12
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = APP_TITLE
MFA_TRUST_ENABLED = False

# Guardian only stores grants; the door reads them.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its backend ignores expiry, so it stays out

# --- Sessions, cookies, headers

SESSION_ENGINE = "cvi.accounts.sessions"
SESSION_COOKIE_NAME = "sid" if DEBUG else "__Host-sid"
SESSION_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_AGE = 12 * 60 * 60  # at most; roles.py ends most sessions sooner
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
DEVICE_COOKIE_NAME = "device" if DEBUG else "__Host-device"
DEVICE_COOKIE_AGE = 400 * 24 * 60 * 60
DRAFT_COOKIE_NAME = "draft" if DEBUG else "__Host-draft"
CSRF_COOKIE_NAME = "csrf" if DEBUG else "__Host-csrf"
CSRF_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = not DEBUG
# How a request came in is told by our own proxy, or by nobody: a client could say anything.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_HSTS_SECONDS = 0 if DEBUG else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEBUG
SECURE_HSTS_PRELOAD = not DEBUG
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        # No text becomes script or markup. A page whose parts are fetched adds a policy of its own.
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["shell"],
    },
}

# --- Languages, dates, numbers

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = env.str("TIME_ZONE", default="America/New_York")
USE_TZ = True

# --- Static files

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Where sealed files lie. Any storage will do, S3 too: it never gets a readable byte.
    "files": env.json(
        "FILES_STORAGE",
        default={
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(FILES_DIR),
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        },
    ),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}

# --- Jobs

# The queue holds ids of jobs only. It is pickled, so it is signed: nobody else can put a job in.
JOB_QUEUE = {
    "results": False,
    "create_tables": False,  # at first use, or by a migration
    "serializer": SignedSerializer(
        hashlib.sha256(f"jobs|{SECRET_KEY}".encode()).hexdigest(), salt="jobs"
    ),
}
if IS_SQLITE:
    HUEY = Huey("jobs", storage_class=SqliteQueue, filename=str(VAR_DIR / "jobs.db"), **JOB_QUEUE)
else:
    HUEY = PostgresHuey(
        "jobs",
        dbname=DATABASES["default"]["NAME"],
        user=DATABASES["default"]["USER"],
        password=DATABASES["default"]["PASSWORD"],
        host=DATABASES["default"]["HOST"],
        port=DATABASES["default"]["PORT"] or None,
        **DATABASES["default"].get("OPTIONS", {}),
        **JOB_QUEUE,
    )

# --- Mail and logs: no names in either

EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    default="django.core.mail.backends.console.EmailBackend",
)
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10  # seconds: a mail server that hangs must not hold up a safety alert
# The class that sends text messages; empty: none are sent. See cvi/alerts/sms.py.
SMS_BACKEND = env.str("SMS_BACKEND", default="cvi.alerts.sms.ConsoleSms" if DEBUG else "")
SMS_ACCOUNT = env.str("SMS_ACCOUNT", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_FROM = env.str("SMS_FROM", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{levelname} {name} {message}", "style": "{"},
        "bare": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "anchors": {
            "class": "logging.StreamHandler",
            "formatter": "bare",
            "stream": "ext://sys.stdout",
        },
    },
    # Ship these lines off the machine: they show later whether the end of the trail was cut.
    "loggers": {"cvi.audit.anchors": {"handlers": ["anchors"], "level": "INFO"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "cvi.audit.errors.SilentReporterFilter"
