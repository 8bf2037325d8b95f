"""Models of the room."""

from training.models.pages import CoursePage, TrainingIndexPage

__all__ = ["CoursePage", "TrainingIndexPage"]
