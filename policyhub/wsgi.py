"""The WSGI entry of whatever answers requests: `policyhub.wsgi:application`."""

import os

import django

from policyhub.serving import Handler, bound_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policyhub.settings.production")

django.setup(set_prefix=False)
application = Handler()
bound_statements()
