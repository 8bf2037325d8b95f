"""Make accounts, rights, task areas and the legal profile that ZeMAG is tried with; rights by the services alone."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.mfa.required import is_enrolled, lacks_factor
from accounts.mfa.services import enrol_for_trying
from accounts.models import Department, User
from accounts.services import DEMO_PASSWORD, DEMO_TOTP_SECRET
from demo.loading.registry import Row
from zemag.clocks import local_day
from zemag.models import Grant, GrantState, Role, TaskArea
from zemag.profiles import Profile
from zemag.services import granting, releasing

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
# Rights are older than the oldest report, and are certified anew on the day of the load.
GRANTED_BEFORE = 170 * DAY
# Every word of it is invented; the law and the impact assessment set the real values.
LAW = Profile(
    basis_de="Beispiel einer Rechtsgrundlage",
    basis_en="example of a legal basis",
    controller="Beispielstadt, Die Oberbürgermeisterin",
    officer="Datenschutz der Beispielstadt, datenschutz@example.org",
    authority="Aufsichtsbehörde (Beispiel)",
    works_agreement="Dienstvereinbarung (Beispiel)",
    impact_assessment="Folgenabschätzung (Beispiel)",
    on_call="Leitung der Qualitätssicherung (Beispiel)",
    on_call_telephone="0000 112233",
)
COORDINATOR, HEAD, LEAD, PROTECTION = "zemag_coordinator", "zemag_head", "zemag_lead", "data_protection"
SUPERVISOR = "staff2"


def account(name: str) -> User:
    """Return a demo account."""
    return User.objects.get(email=f"{name}@example.org")


@dataclass
class Rights:
    """Who may do what on the day of the load."""

    now: datetime
    given: list[uuid.UUID] = field(default_factory=list)
    coordinating: list[uuid.UUID] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)

    @property
    def begun(self) -> datetime:
        """When the first rights were given."""
        return self.now - GRANTED_BEFORE

    def give(self, grants: list[Row]) -> None:
        """Let two people give the first rights, the lead name coordinators, these request and the head give."""
        head, lead, coordinator = account(HEAD), account(LEAD), account(COORDINATOR)
        first = [
            (lead, Role.QUALITY, True),
            (account(PROTECTION), Role.DATA_PROTECTION, False),
            (coordinator, Role.COORDINATOR, False),
        ]
        given = granting.first_grants(by=account("site_admin"), second=head, wanted=first, now=self.begun)
        own = coordinator.department.key if coordinator.department else ""
        for key in Department.objects.exclude(key=own).order_by("pk").values_list("key", flat=True):
            asked = granting.request(
                user=coordinator, role=Role.COORDINATOR, department=key, actor=lead, now=self.begun
            )
            given.append(granting.approve(grant_id=asked.pk, actor=head, now=self.begun + MINUTE))
        for row in grants:
            if row.get("waits", False):
                self.waiting.append(row)
                continue
            asked = self._asked(row, coordinator, self.begun)
            given.append(granting.approve(grant_id=asked.pk, actor=head, now=self.begun + MINUTE))
        self.given = [grant.pk for grant in given if grant.user != coordinator.uuid]
        self.coordinating = [grant.pk for grant in given if grant.user == coordinator.uuid]
        for user in User.objects.filter(uuid__in={grant.user for grant in given}):
            if lacks_factor(user):
                enrol_for_trying(user, DEMO_TOTP_SECRET)
        # Supervisors and heads need a factor for what they do here (settled decision 8).
        for user in (account(SUPERVISOR), head):
            if not is_enrolled(user):
                enrol_for_trying(user, DEMO_TOTP_SECRET)

    def later(self) -> list[tuple[datetime, Callable[[datetime], None]]]:
        """Return what happens to rights after the first reports: two are requested, all are certified anew."""
        return [(self.now - 2 * DAY, self._ask_for_more), (self.now - DAY, self._certify)]

    def _ask_for_more(self, moment: datetime) -> None:
        for row in self.waiting:
            self._asked(row, account(COORDINATOR), moment)

    def _certify(self, moment: datetime) -> None:
        """Certify; everybody has worked with ZeMAG lately, since rights that nobody uses for six months end."""
        for actor, grants in ((account(COORDINATOR), self.given), (account(HEAD), self.coordinating)):
            for pk in grants:
                granting.certify(grant_id=pk, actor=actor, now=moment)
        Grant.objects.filter(state=GrantState.ACTIVE).update(used_on=local_day(moment))

    def _asked(self, row: Row, coordinator: User, moment: datetime) -> Grant:
        """Request a right in the department of its task area or of its holder."""
        user = account(row["account"])
        area = TaskArea.objects.get(code=row["area"]) if "area" in row else None
        department = area.department if area else user.department.key if user.department else ""
        role = Role(row["role"])
        return granting.request(user=user, role=role, department=department, actor=coordinator, now=moment, area=area)

    def set_the_law(self) -> None:
        """Release the defaults of the legal profile."""
        moment = self.begun + 2 * MINUTE
        made = releasing.propose_profile(values=LAW.values(), actor=account(LEAD), now=moment)
        releasing.release_profile(version=made.version, actor=account(PROTECTION), now=moment + MINUTE)


def make_accounts(rows: list[Row]) -> None:
    """Make one account per role; the head leads every department that nobody leads."""
    for row in rows:
        email = f"{row['name']}@example.org"
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(email, DEMO_PASSWORD, first_name=row["given"], last_name=row["family"])
        user.department = Department.objects.get(key=row["department"])
        user.supervisor = User.objects.filter(email="staff2@example.org").first()
        user.save(update_fields=["department", "supervisor"])
    Department.objects.filter(head=None).update(head=account(HEAD))


def make_areas(rows: list[Row], now: datetime) -> None:
    """Make the task areas, each with a risk assessment of this year."""
    assessed = local_day(now - 2 * GRANTED_BEFORE)
    for number, row in enumerate(rows, 1):
        values = {**row, "risk_reference": f"GB-{number:02}/demo", "risk_date": assessed}
        TaskArea.objects.create(**values)
