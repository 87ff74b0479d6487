"""The roof as an application: its commands, its admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PolicyHubConfig(AppConfig):
    """Puts the product together; it owns no model."""

    name = "policyhub"
    verbose_name = "PolicyHub"


class PolicyHubAdminConfig(AdminConfig):
    """Makes our admin site the one that `admin.register` fills."""

    default = False
    default_site = "policyhub.admin.PolicyHubAdminSite"
