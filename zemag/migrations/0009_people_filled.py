"""Say of each notice, entry, letter and request whom it is about; so far a report could name one person alone."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

SIGNED = ("active", "due_review", "restricted")
# Letters to others than the reported person: the superior's application, the message to the reporter.
TO_OTHERS = ("T8", "T11")


def fill(apps, schema_editor):
    """Name the one person of each report; what was decided about them is known as long as the entry is there."""
    alias = schema_editor.connection.alias
    model = {name: apps.get_model("zemag", name).objects.using(alias) for name in (
        "IntakePerson", "Notice", "RegisterEntry", "Letter", "RequestCase")}
    named = model["IntakePerson"].filter(incident=OuterRef("incident")).values("pk")[:1]
    model["Notice"].filter(person=None).update(person=Subquery(named))
    model["RequestCase"].filter(person=None).update(person=Subquery(named))
    model["RegisterEntry"].exclude(incident=None).update(intake=Subquery(named))
    model["Letter"].exclude(incident=None).exclude(kind__in=TO_OTHERS).update(person=Subquery(named))
    people = model["IntakePerson"].filter(outcome="")
    people.filter(entry__state__in=SIGNED).update(outcome="published")
    people.filter(incident__state="declined").update(outcome="declined")
    people.filter(incident__state__in=("statistics_only", "duplicate")).update(outcome="not_published")


class Migration(migrations.Migration):

    dependencies = [("zemag", "0008_people")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
