"""What: measures, who stands where on them, under which conditions, and options made of them."""

from django.apps import AppConfig


class OptionsConfig(AppConfig):
    """Measures, positions, conditions and all that they need."""

    name = "options"
    verbose_name = "options"
