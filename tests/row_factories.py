"""Rows that are no pages: people, snippets, files, reports."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.mfa.required import lacks_factor
from accounts.mfa.services import enrol_for_trying
from accounts.models import Department, User
from committees.models import (
    Organisation,
)
from home.models import (
    BarrierReport,
)
from pages.models import ContactPoint, District, Document, FAQCategory, FAQEntry, Image, Topic
from pages.publishing import writing_live
from zemag_pages.models import PublishedThreshold

# What the app of people in tests knows.
SECRET = "OBQXA2LFOIQGC3TEEBRW6ZDFOMQQ4PZ7"


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda n: f"department-{n}")
    name_de = factory.LazyAttribute(lambda made: f"Amt {made.key}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")

    @factory.post_generation
    def second_factor(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Give those who must have one a second factor; `second_factor=False` leaves them without, True gives one."""
        if create and extracted is not False and (extracted or lacks_factor(self)):
            enrol_for_trying(self, SECRET)


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name_de = factory.LazyAttribute(lambda made: f"Thema {made.slug}")


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda n: n + 1)
    name_de = factory.LazyAttribute(lambda made: f"Bezirk {made.number}")
    slug = factory.LazyAttribute(lambda made: f"bezirk-{made.number}")


class ContactPointFactory(DjangoModelFactory):
    class Meta:
        model = ContactPoint

    key = factory.Sequence(lambda n: f"contact-{n}")
    function_de = factory.LazyAttribute(lambda made: f"Stelle {made.key}")
    phone = "0221 4710-100"
    mailbox = "stelle@example.org"


class FAQCategoryFactory(DjangoModelFactory):
    class Meta:
        model = FAQCategory

    key = factory.Sequence(lambda n: f"category-{n}")
    name_de = factory.LazyAttribute(lambda made: f"Gruppe {made.key}")


class FAQEntryFactory(DjangoModelFactory):
    class Meta:
        model = FAQEntry

    category = factory.SubFactory(FAQCategoryFactory)
    question_de = factory.Sequence(lambda n: f"Frage {n}?")
    answer_de = factory.Sequence(lambda n: f"<p>Antwort {n}.</p>")

    @classmethod
    def _create(cls, model_class: type[FAQEntry], *args: Any, **kwargs: Any) -> FAQEntry:
        with writing_live():
            return model_class.objects.create(*args, **kwargs)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name_de = factory.Sequence(lambda n: f"Organisation {n}")


class BarrierReportFactory(DjangoModelFactory):
    class Meta:
        model = BarrierReport

    text = "Das Formular lässt sich mit der Tastatur nicht absenden."


class ImageFactory(DjangoModelFactory):
    class Meta:
        model = Image

    title = factory.Sequence(lambda n: f"Bild {n}")
    alt_de = "Ein Platz mit Bäumen"
    credit = "Stadt Köln"
    file = factory.django.ImageField(width=64, height=48, color="navy")


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Datei {n}")
    file = factory.django.FileField(filename="plakat.pdf", data=b"%PDF-1.4\n%%EOF\n")


class PublishedThresholdFactory(DjangoModelFactory):
    class Meta:
        model = PublishedThreshold

    level = factory.Sequence(lambda n: n)
    name_de = factory.LazyAttribute(lambda made: f"Stufe {made.level}")
    examples_de = "Beispiel"
