"""Rows of the permission matrix: each group of routes with the answers to GET per person."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.portal.leaks import LANGUAGES, PARAMETER, Canaries, clean, values_of


def grouped_routes(urlconf: str, found: Canaries) -> dict[str, list[str]]:
    """Return addresses by namespace, else by name, else by pattern."""
    groups: dict[str, list[str]] = {}
    for group, address in groups_below(get_resolver(urlconf).url_patterns):
        groups.setdefault(group, []).append(PARAMETER.sub(values_of(found), address))
    return groups


def groups_below(patterns: Iterable[Any], prefix: str = "/", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield group and address of every route below some patterns."""
    for pattern in patterns:
        text = str(pattern.pattern)
        for language in LANGUAGES if text == f"{settings.LANGUAGE_CODE}/" else ("",):
            part = f"{language}/" if language else clean(text)
            if isinstance(pattern, URLResolver):
                yield from groups_below(pattern.url_patterns, prefix + part, space or pattern.namespace or "")
            elif isinstance(pattern, URLPattern):
                yield space or pattern.name or text, prefix + part


# Answers to GET: stranger, staff, editor, superuser. Admin routes lead staff without the right away (302).
OPEN = ({200}, {200}, {200}, {200})
OPEN_TO_STAFF = ({302}, {200}, {200}, {200})
AWAY = ({404}, {404}, {404}, {404})
CLOSED = ({302}, {404}, {404}, {404})
FORM = ({200, 302}, {200, 302}, {200, 302}, {200, 302})
PUBLIC_ROWS = {
    "_util/<path:rest>": AWAY,
    "barrier_report": FORM,
    "barrier_report_en": FORM,
    "event_ics": AWAY,
    "events_ics": AWAY,
    "favicon": ({302}, {302}, {302}, {302}),
    "health_alive": OPEN,
    "health_ready": OPEN,
    "media": AWAY,
    "news_atom": AWAY,
    "news_json": AWAY,
    "robots": OPEN,
    "root": ({302}, {302}, {302}, {302}),
    "sitemap": OPEN,
    "styleguide": OPEN,
    "chart_csv": OPEN,
    "wagtail_serve": AWAY,
}
SHARED = ("_util/<path:rest>", "event_ics", "events_ics", "media", "news_atom", "news_json", "sitemap", "wagtail_serve")
INTRANET_ROWS = {
    **dict.fromkeys(SHARED, CLOSED),
    "favicon": PUBLIC_ROWS["favicon"],
    "health_alive": OPEN,
    "health_ready": OPEN,
    "robots": OPEN,
    "root": PUBLIC_ROWS["root"],
    "styleguide": ({302}, {200}, {200}, {200}),
    "chart_csv": ({302}, {200}, {200}, {200}),
    "barrier_report": ({302}, {200, 302}, {200, 302}, {200, 302}),
    "barrier_report_en": ({302}, {200, 302}, {200, 302}, {200, 302}),
    **dict.fromkeys(
        [
            f"training_{name}"
            for name in (
                "date",
                "book",
                "booking",
                "accept",
                "decline",
                "cancel",
                "calendar",
                "approve",
                "refuse",
                "own_certificate",
                "desk_date",
                "sheet",
            )
        ],
        CLOSED,
    ),
    **dict.fromkeys(
        ["training_mine", "training_own_data", "training_approvals", "training_desk", "training_check"],
        ({302}, {200}, {200}, {200}),
    ),
    # Rights in ZeMAG are grants of its own database: neither editors nor superusers have one.
    **dict.fromkeys(
        [
            f"zemag_{name}"
            for name in (
                "ask",
                "ask_address",
                "ask_route",
                "ask_emergency",
                "hits",
                *("areas", "area", "area_new"),
                *("desk", "emergencies", "grants", "grant_new", "requests", "request_new"),
                *("profile", "profile_new", "profile_release"),
                "protection",
                "statistics",
                "statistics_year",
                "statistics_file",
                "evaluations",
                "evaluation_new",
                *("wordings", "wording", "wording_new", "wording_preview"),
                *("weapon_texts", "weapon_text", "weapon_text_new"),
                *("kinds", "kind_add", "kind", "kind_new"),
            )
        ],
        ({302}, {403}, {403}, {403}),
    ),
    # These take ids of their own shape: the ids of closed pages fit none.
    **dict.fromkeys(
        [
            f"zemag_{name}"
            for name in (
                *("case", "act", "act_person", "new_letter", "new_letter_person", "letter", "letter_sent"),
                *("grant_step", "evaluation", "evaluation_step", "request", "request_act", "request_sent", "support"),
                *("wording_version", "wording_step", "weapon_text_version", "weapon_text_step"),
                *("kind_version", "kind_step"),
            )
        ],
        CLOSED,
    ),
    **dict.fromkeys(
        [
            f"zemag_{name}"
            for name in (
                *("detail", "plan", "report_own", "report_reminders", "report_step", "report_summary"),
                *("unit_report", "unit_contact", "unit_support", "unit_application", "unit_letter"),
                *("visit", "emergency"),
            )
        ],
        CLOSED,
    ),
    **dict.fromkeys(["zemag_reports", "zemag_report_short", "zemag_report_anonymous"], OPEN_TO_STAFF),
    "zemag_report_start": ({302}, {405}, {405}, {405}),
    "zemag_unit": ({302}, {403}, {403}, {403}),
    "zemag_ask_start": ({302}, {302}, {302}, {302}),
    "zemag_own_log": OPEN_TO_STAFF,
    "zemag_departments": OPEN_TO_STAFF,
    "zemag_weapons": OPEN_TO_STAFF,
    "zemag_weapon": CLOSED,
    "account_inactive": OPEN,
    "account_kept": CLOSED,
    "account_login": ({200}, {302}, {302}, {302}),
    "account_logout": ({302}, {200}, {200}, {200}),
    "account_invite": OPEN,
    "account_reset_by_code": OPEN,
    "account_end_sessions": ({302}, {302}, {302}, {302}),
    "account_reauthenticate": ({302}, {200}, {200}, {200}),
    "mfa_authenticate": ({302}, {302}, {302}, {302}),
    "mfa_codes": ({302}, {302}, {302}, {302}),
    "mfa_index": ({302}, {200}, {200}, {200}),
    "mfa_remove": ({302}, {302}, {302}, {302}),
    "mfa_set_up": ({302}, {200}, {200}, {200}),
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "^admin/(?:login|password_reset)/": ({302}, {302}, {302}, {302}),
    "^admin/(?:failwhale|test404)/": CLOSED,
    "admin/logout/": ({302}, {200}, {200}, {200}),
    "^.*/$": ({302}, {302}, {404}, {404}),
    "bulk_accounts": ({302}, {403}, {403}, {403}),
    "test404/": CLOSED,
    "wagtailadmin_error_test": CLOSED,
    "wagtailadmin_login": ({302}, {302}, {302}, {302}),
    "wagtailadmin_logout": ({302}, {200}, {200}, {200}),
    **dict.fromkeys(
        [f"wagtailadmin_password_reset{end}" for end in ("", "_complete", "_confirm", "_done")],
        ({302}, {302}, {302}, {302}),
    ),
    # Catalogue of texts and icons: no content.
    "wagtailadmin_javascript_catalog": ({302}, {200}, {200}, {200}),
    "wagtailadmin_sprite": ({302}, {200}, {200}, {200}),
}
# What editors may open; 404 and 405 stand for ids that do not fit and for routes that only take POST.
FOR_EDITORS = ({302}, {302}, {200, 302, 400, 403, 404, 405}, {200, 302, 400, 403, 404, 405})
FOR_OTHERS = ({302}, {302}, {302, 404}, {200, 302, 400, 404, 405})
EDITOR_GROUPS = (
    "best_bets",
    "not_found",
    "not_found_done",
    "stock_pick",
    "stock_picks",
    "wagtailsearchpromotions",
    "alias_translation",
    "approval",
    "approvals",
    "confirm_second_look",
    "decide_translation",
    "document_library",
    "document_results",
    "picture_library",
    "picture_results",
    "desk",
    "publish_alone",
    "second_looks",
    "translation_matrix",
    "upload_strings",
    "barrier_reports",
    "start_translation",
    "submit_translation",
    "sync_translation",
    "wagtail_bulk_action",
    "wagtail_localize",
    "wagtailadmin_account",
    "wagtailadmin_api",
    "wagtailadmin_block_preview",
    "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_dismissibles",
    "wagtailadmin_editing_sessions",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_explore_root",
    "wagtailadmin_home",
    "wagtailadmin_pages",
    "wagtailadmin_reports",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_workflows",
    "wagtaildocs",
    "wagtaildocs_chooser",
    "wagtailembeds",
    "wagtailimages",
    "wagtailimages_chooser",
    "wagtailsettings",
    "wagtailsnippetchoosers_committees_organisation",
    "wagtailsnippetchoosers_pages_contactpoint",
    "wagtailsnippetchoosers_pages_district",
    "wagtailsnippetchoosers_pages_faqcategory",
    "wagtailsnippetchoosers_pages_faqentry",
    "wagtailsnippetchoosers_pages_topic",
    "wagtailsnippets",
    "wagtailsnippets_committees_organisation",
    "wagtailsnippets_pages_contactpoint",
    "wagtailsnippets_pages_district",
    "wagtailsnippets_pages_faqcategory",
    "wagtailsnippets_pages_faqentry",
    "wagtailsnippets_pages_topic",
)
OTHER_GROUPS = (
    "training_course",
    "training_topic",
    "training_trainer",
    "training_venue",
    "building",
    "department",
    "floor",
    "room",
    "failed_jobs",
    "run_failed_job_again",
    "wagtailadmin_collections",
    "wagtaillocales",
    "wagtailredirects",
    "wagtailsites",
    "wagtailusers_groups",
    "wagtailusers_users",
)
# Screens of the training office: not even superusers see who takes part (training design, section 2).
OFFICE_GROUPS = (
    "office_work",
    "office_dates",
    "office_date_new",
    "office_date",
    "office_people",
    "office_table",
    "office_statistics",
    "office_date_action",
    "office_part_action",
    "office_trainer_action",
    "office_booking_action",
    "office_mails",
    "office_contents",
    *(f"quality_{name}" for name in ("desk", "trainer", "approve", "qualification", "withdraw", "remove", "document")),
    *("quality_course", "quality_review"),
)
INTRANET_ROWS |= dict.fromkeys(OFFICE_GROUPS, ({302}, {302, 404}, {302, 404}, {302, 404}))
INTRANET_ROWS |= {**dict.fromkeys(EDITOR_GROUPS, FOR_EDITORS), **dict.fromkeys(OTHER_GROUPS, FOR_OTHERS)}
