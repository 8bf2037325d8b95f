"""Addresses of the screens of ZeMAG below `/<language>/zemag/`; no page there has one of them as its slug."""

from django.urls import path

from zemag_pages.desk import areas, evaluation, granting, profile, support
from zemag_pages.desk import views as desk
from zemag_pages.kinds import views as kinds
from zemag_pages.statistics import views as statistics
from zemag_pages.subjects import views as subjects
from zemag_pages.views import asking, emergencies, hits, own_reports, reporting, route, unit, visits
from zemag_pages.weapons import editing
from zemag_pages.weapons.views import show_weapon, show_weapons
from zemag_pages.wordings import views as wordings

STAFF = [
    path("ask/", asking.ask_person, name="zemag_ask"),
    path("ask/address/", asking.ask_address, name="zemag_ask_address"),
    path("ask/route/", route.ask_route, name="zemag_ask_route"),
    path("ask/emergency/", asking.ask_emergency, name="zemag_ask_emergency"),
    path("ask/first/", asking.start, name="zemag_ask_start"),
    path("hits/", hits.hits, name="zemag_hits"),
    path("hits/<uuid:uid>/", hits.details, name="zemag_detail"),
    path("hits/<uuid:uid>/plan/", hits.plan, name="zemag_plan"),
    path("visits/<uuid:uid>/", visits.tell, name="zemag_visit"),
    path("reports/", own_reports.reports, name="zemag_reports"),
    path("reports/short/", reporting.short, name="zemag_report_short"),
    path("reports/anonymous/", reporting.anonymous, name="zemag_report_anonymous"),
    path("reports/start/", reporting.start, name="zemag_report_start"),
    path("reports/drafts/<uuid:uid>/<int:number>/", reporting.step, name="zemag_report_step"),
    path("reports/drafts/<uuid:uid>/send/", reporting.summary, name="zemag_report_summary"),
    path("reports/<uuid:uid>/", own_reports.report, name="zemag_report_own"),
    path("reports/<uuid:uid>/reminders/", own_reports.reminders, name="zemag_report_reminders"),
    path("unit/", unit.reports, name="zemag_unit"),
    path("unit/<uuid:uid>/", unit.report, name="zemag_unit_report"),
    path("unit/<uuid:uid>/contact/", unit.contact, name="zemag_unit_contact"),
    path("unit/<uuid:uid>/support/<uuid:pk>/", unit.settle_support, name="zemag_unit_support"),
    path("unit/<uuid:uid>/application/", unit.application, name="zemag_unit_application"),
    path("unit/<uuid:uid>/application.pdf", unit.application_pdf, name="zemag_unit_letter"),
    path("log/", hits.own_log, name="zemag_own_log"),
    path("weapons/", show_weapons, name="zemag_weapons"),
    path("weapons/<str:code>/", show_weapon, name="zemag_weapon"),
]
OFFICE = [
    path("desk/", desk.inbox, name="zemag_desk"),
    path("desk/<uuid:pk>/", desk.show_case, name="zemag_case"),
    path("desk/<uuid:pk>/letters/<str:kind>/", desk.new_letter, name="zemag_new_letter"),
    path("desk/<uuid:pk>/<int:number>/letters/<str:kind>/", desk.new_letter, name="zemag_new_letter_person"),
    path("desk/<uuid:pk>/<slug:name>/", desk.act, name="zemag_act"),
    path("desk/<uuid:pk>/<int:number>/<slug:name>/", desk.act, name="zemag_act_person"),
    path("support/<uuid:pk>/", support.settle_support, name="zemag_support"),
    path("emergencies/", emergencies.show_emergencies, name="zemag_emergencies"),
    path("emergencies/<uuid:uid>/", emergencies.look_at_emergency, name="zemag_emergency"),
    path("departments/", granting.show_departments, name="zemag_departments"),
    path("areas/", areas.show_areas, name="zemag_areas"),
    path("areas/new/", areas.add_area, name="zemag_area_new"),
    path("areas/<slug:code>/", areas.change_area, name="zemag_area"),
    path("rights/", granting.show_grants, name="zemag_grants"),
    path("rights/new/", granting.request_grant, name="zemag_grant_new"),
    path("rights/<uuid:pk>/<slug:name>/", granting.step_grant, name="zemag_grant_step"),
    path("statistics/", statistics.show_statistics, name="zemag_statistics"),
    path("statistics/<int:year>/", statistics.show_statistics, name="zemag_statistics_year"),
    path("statistics/<int:year>/<str:table>.csv", statistics.send_table, name="zemag_statistics_file"),
    path("profile/", profile.show_profile, name="zemag_profile"),
    path("profile/new/", profile.propose_profile, name="zemag_profile_new"),
    path("profile/<int:version>/", profile.release_profile, name="zemag_profile_release"),
    path("evaluations/", evaluation.show_evaluations, name="zemag_evaluations"),
    path("evaluations/new/", evaluation.ask_evaluation, name="zemag_evaluation_new"),
    path("evaluations/<uuid:pk>/", evaluation.show_result, name="zemag_evaluation"),
    path("evaluations/<uuid:pk>/<slug:name>/", evaluation.decide_evaluation, name="zemag_evaluation_step"),
    path("letters/<uuid:pk>.pdf", desk.letter_pdf, name="zemag_letter"),
    path("letters/<uuid:pk>/sent/", desk.send_letter, name="zemag_letter_sent"),
]
SUBJECTS = [
    path("requests/", subjects.show_requests, name="zemag_requests"),
    path("requests/new/", subjects.take_in, name="zemag_request_new"),
    path("requests/<uuid:pk>/", subjects.show_request, name="zemag_request"),
    path("requests/<uuid:pk>/<slug:name>/", subjects.act, name="zemag_request_act"),
    path("requests/letters/<uuid:pk>/", subjects.send_letter, name="zemag_request_sent"),
    path("protection/", subjects.show_protection, name="zemag_protection"),
]
WORDINGS = [
    path("wordings/", wordings.show_letters, name="zemag_wordings"),
    path("wordings/<str:letter>/", wordings.show_letter, name="zemag_wording"),
    path("wordings/<str:letter>/new/", wordings.propose, name="zemag_wording_new"),
    path("wordings/<str:letter>/preview.pdf", wordings.preview, name="zemag_wording_preview"),
    path("wordings/<str:letter>/<uuid:pk>/", wordings.show_version, name="zemag_wording_version"),
    path("wordings/<str:letter>/<uuid:pk>/<slug:name>/", wordings.decide, name="zemag_wording_step"),
]
WEAPONS = [
    # Before the classes themselves, none of which has this name.
    path("weapons/texts/", editing.show_texts, name="zemag_weapon_texts"),
    path("weapons/<str:code>/texts/", editing.show_text, name="zemag_weapon_text"),
    path("weapons/<str:code>/texts/new/", editing.propose, name="zemag_weapon_text_new"),
    path("weapons/<str:code>/texts/<uuid:pk>/", editing.show_version, name="zemag_weapon_text_version"),
    path("weapons/<str:code>/texts/<uuid:pk>/<slug:name>/", editing.decide, name="zemag_weapon_text_step"),
]
KINDS = [
    path("catalogue/", kinds.show_kinds, name="zemag_kinds"),
    path("catalogue/new/", kinds.add, name="zemag_kind_add"),
    path("catalogue/<slug:code>/", kinds.show_kind, name="zemag_kind"),
    path("catalogue/<slug:code>/new/", kinds.propose, name="zemag_kind_new"),
    path("catalogue/<slug:code>/<uuid:pk>/", kinds.show_version, name="zemag_kind_version"),
    path("catalogue/<slug:code>/<uuid:pk>/<slug:name>/", kinds.decide, name="zemag_kind_step"),
]
urlpatterns = [*WEAPONS, *STAFF, *OFFICE, *SUBJECTS, *WORDINGS, *KINDS]
