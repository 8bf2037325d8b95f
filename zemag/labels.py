"""Words for codes of the catalogue, in plain language: screens show them, and answers to people say them.

Those of offences and measures are what the product brings; `zemag.kinds` says which hold.
"""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, Promise | str]

OFFENCES: Words = {
    "B1": _("Insult, defamation"),
    "B2": _("Trespass"),
    "B3": _("Secret recording"),
    "B4": _("Misuse of emergency calls"),
    "C1": _("Damage to property"),
    "C2": _("Threat"),
    "C3": _("Coercion"),
    "C4": _("Bodily harm"),
    "C5": _("Resistance, assault on officers or rescue"),
    "C6": _("Sexual harassment or assault"),
    "C7": _("Stalking"),
    "C8": _("Deprivation of liberty"),
    "D1": _("Grave bodily harm"),
    "D2": _("Attempted killing"),
    "D3": _("Kidnapping, hostage-taking"),
    "D4": _("Robbery, extortion"),
    "D5": _("Bomb threat, explosion, arson"),
    "D6": _("Vehicle as weapon"),
}
# What a person who reports reads: what happened, not what the law calls it.
HAPPENED: Words = {
    "B1": _("I was insulted or slandered"),
    "B2": _("Somebody stayed though told to go"),
    "B3": _("I was recorded in secret"),
    "B4": _("An emergency call was misused"),
    "C1": _("Something was damaged"),
    "C2": _("I was threatened"),
    "C3": _("I was forced to do something"),
    "C4": _("I was hit, kicked, spat at or hurt"),
    "C5": _("Officers, fire brigade or rescue were attacked or resisted"),
    "C6": _("I was harassed sexually"),
    "C7": _("I am followed or waited for again and again"),
    "C8": _("I was locked in or held fast"),
    "D1": _("I was badly hurt, or attacked with a weapon"),
    "D2": _("Somebody tried to kill"),
    "D3": _("Somebody was kidnapped or taken hostage"),
    "D4": _("I was robbed or blackmailed"),
    "D5": _("Bomb threat, explosion or arson"),
    "D6": _("A vehicle was used as a weapon"),
}
WEAPONS: Words = {
    "A1": _("Handgun"),
    "A2": _("Long gun"),
    "A3": _("Blank or irritant gun"),
    "A4": _("Air or CO2 gun"),
    "A5": _("Imitation of a gun"),
    "A6": _("Crossbow or bow"),
    "B1": _("Kitchen knife"),
    "B2": _("Pocket, one-hand or fixed knife"),
    "B3": _("Spring or gravity knife"),
    "B4": _("Push dagger"),
    "B5": _("Butterfly knife"),
    "B6": _("Cutter, machete or axe"),
    "C1": _("Baton"),
    "C2": _("Steel rod or knuckle-duster"),
    "C3": _("Club or bat"),
    "C4": _("Throwing star"),
    "C5": _("Slingshot"),
    "C6": _("Nunchaku or garrotte"),
    "D1": _("Pepper spray"),
    "D2": _("Other irritant"),
    "D3": _("Electroshock device"),
    "D4": _("Laser"),
    "E1": _("Incendiary device"),
    "E2": _("Firework"),
    "E3": _("Accelerant"),
    "E4": _("Acid"),
    "E5": _("Boiling liquid"),
    "F1": _("Scissors"),
    "F2": _("Stapler or punch"),
    "F3": _("Chair"),
    "F4": _("Files"),
    "F5": _("Bottle or glass"),
    "F6": _("Tool"),
    "F7": _("Stick"),
    "F8": _("Stone"),
    "F9": _("Needle"),
    "F10": _("Key or pen"),
    "G1": _("Dog"),
    "H1": _("Vehicle"),
    "I1": _("Spit or other body fluids"),
    "J1": _("Claimed, not recognised"),
}
SETTINGS: Words = {
    "counter": _("At the counter"),
    "office": _("In an office"),
    "reception": _("At the reception"),
    "home_visit": _("On a home visit"),
    "public_space": _("In public space"),
    "vehicle": _("In or at a vehicle"),
    "phone": _("By telephone"),
    "letter": _("By letter"),
    "online": _("By e-mail or social media"),
    "online_meeting": _("In an online meeting"),
    "other": _("Elsewhere"),
}
MEASURES: Words = {
    "appointment_only": _("Only by appointment"),
    "colleague_in_sight": _("A colleague in sight"),
    "silent_alarm_ready": _("Silent alarm ready"),
    "written_contact": _("Contact in writing only"),
    "never_alone": _("Never alone"),
    "office_with_security": _("In an office with security"),
    "alarm_armed": _("Alarm armed"),
    "escape_route": _("Keep the way out free"),
    "end_time": _("Agree on an end time and somebody who calls"),
    "order_officers": _("Public-order officers come along"),
    "letter": _("Letter instead of a visit"),
    "police_only": _("No visit without the police"),
    "superior_decides": _("The superior decides whether there is a visit"),
    "vest": _("Protective vest"),
    "no_objects": _("No objects at hand that can be weapons"),
}
SUPPORT: Words = {
    "talk_day": _("Talk within one working day"),
    "talk_week": _("Talk after one week"),
    "talk_month": _("Talk after four weeks"),
    "first_aid": _("Psychological first aid"),
    "company_doctor": _("Company doctor"),
    "accident_form": _("Accident report"),
    "legal_protection": _("Legal protection by the city"),
    "address_block": _("Block on giving out the home address (BMG § 51)"),
    "alarm_device": _("Personal alarm device"),
    "courses": _("Courses on safety and de-escalation"),
}


def of(words: Words, codes: Iterable[str]) -> list[str]:
    """Return the words of codes; a code without words stands for itself, so that nothing is hidden."""
    return [str(words.get(code, code)) for code in codes]
