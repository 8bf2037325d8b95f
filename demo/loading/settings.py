"""Fill the settings of both sites: names, menus, footers and the ombuds office."""

from typing import Any

from wagtail.models import Site

from demo.loading.registry import Registry, Row
from home.models import Identity, Navigation, OmbudsOffice

SITES = ("public", "intranet")


def load_settings(data: dict[str, list[Row]], registry: Registry) -> None:
    """Fill the settings of a site once; later an editor's word stands."""
    content = next(iter(data.get("settings", [])), {})
    for name in SITES:
        if registry.knows("settings", name) or name not in content:
            continue
        site = Site.objects.get(site_name=name)
        given = content[name]
        _identity(site, given.get("identity", {}), registry)
        _navigation(site, given, registry)
        if "ombuds" in given:
            _fill(OmbudsOffice.for_site(site), given["ombuds"])
        registry.remember("settings", name, site)


def _fill(setting: Any, values: Row) -> None:
    """Set the fields that the setting has."""
    known = {field.name for field in setting._meta.get_fields()}
    for name, value in values.items():
        if name in known:
            setattr(setting, name, value)
    setting.save()


def _identity(site: Site, values: Row, registry: Registry) -> None:
    """Set names and the contact point of the footer."""
    plain = {name: value for name, value in values.items() if name != "contact"}
    identity = Identity.for_site(site)
    if values.get("contact"):
        identity.contact_id = registry.resolve("contact", values["contact"])
    _fill(identity, plain)


def _navigation(site: Site, values: Row, registry: Registry) -> None:
    """Set header and footer from page keys."""
    navigation = Navigation.for_site(site)
    navigation.header = [{"type": "item", "value": _link(row, registry)} for row in values.get("header", [])]
    navigation.footer = [
        {
            "type": "column",
            "value": {
                "title_de": column["title_de"],
                "title_en": column.get("title_en", ""),
                "links": [{"type": "item", "value": _link(row, registry)} for row in column["links"]],
            },
        }
        for column in values.get("footer", [])
    ]
    navigation.save()


def _link(row: Row, registry: Registry) -> Row:
    """Return one link to a page or an address."""
    page = row.get("page")
    return {
        "label_de": row.get("label_de", ""),
        "label_en": row.get("label_en", ""),
        "page": registry.resolve("page", page) if page else None,
        "url": row.get("url", ""),
    }
