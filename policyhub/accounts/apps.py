"""People who sign in, and the roles they hold."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Users and roles; roles are made anew after every migration."""

    name = "policyhub.accounts"
    verbose_name = "accounts"

    def ready(self) -> None:
        """Have the roles made once permissions exist, which `migrate` makes only at its end."""
        from policyhub.accounts.roles import make_roles

        post_migrate.connect(make_roles, dispatch_uid="accounts.make_roles")
