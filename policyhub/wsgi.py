"""The WSGI entry of whatever answers requests: `policyhub.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from policyhub.serving import bound_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policyhub.settings.production")

application = get_wsgi_application()
bound_statements()
