"""Readers' index for PostgreSQL, and full-text indexes that are whole at once."""

from django.conf import settings
from django.db import migrations, models


def write_at_once(apps, schema_editor):
    """Let PostgreSQL's full-text indexes take each row as it is written.

    Otherwise new rows wait in a list that every search reads to its end, until the database tidies up by itself.
    """
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename = 'wagtailsearch_indexentry' AND indexdef LIKE '%USING gin%'"
        )
        for (name,) in cursor.fetchall():
            # nosemgrep: built-sql a name of the database's own list, quoted; an index takes no parameter
            cursor.execute("ALTER INDEX {} SET (fastupdate = off)".format(schema_editor.quote_name(name)))
            cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [schema_editor.quote_name(name)])


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_facets_and_questions_without_answer'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailsearch', '0010_add_text_fields'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['locale', 'audience', 'site', 'id', 'key'], name='search_entry_reader'),
        ),
        migrations.RunPython(write_at_once, migrations.RunPython.noop),
    ]
