"""The job that shows that a worker lives."""

import socket

from django.utils import timezone
from django_tasks import task

from portal.jobs.models import WorkerBeat

QUEUES = ("default", "mail", "index", "media")


@task()
def beat(name: str) -> None:
    """Write down that the worker of a queue lives; can run twice."""
    WorkerBeat.objects.update_or_create(name=name, defaults={"host": socket.gethostname()[:80], "at": timezone.now()})


def send_beats() -> None:
    """Queue one beat per queue."""
    for name in QUEUES:
        beat.using(queue_name=name).enqueue(name)
