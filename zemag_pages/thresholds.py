"""What other rooms show of the legal profile is copied when it is released; no page asks the database of ZeMAG."""

from typing import Any

from django.dispatch import receiver

from zemag.profiles import Profile
from zemag.services.releasing import profile_released
from zemag_pages.models import PublishedThreshold


@receiver(profile_released)
def publish(profile: Profile, **more: Any) -> None:
    """Say of each level of danger whether it is entered in ZeMAG (settled decision 15)."""
    for level in PublishedThreshold.objects.all():
        is_in = level.level >= profile.entry_threshold
        if level.in_register != is_in:
            level.in_register = is_in
            level.save()
