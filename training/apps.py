"""App configuration of the room."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Catalogue of courses; page shells until booking comes."""

    name = "training"
