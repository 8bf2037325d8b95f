"""What happens to accounts, for rooms that keep a log; each signal carries `user`, and `actor` where somebody acts.

The signals of codes carry what the code is for as `result`; those of changes carry what changed as `text`.
"""

from django.dispatch import Signal

account_created = Signal()
account_locked = Signal()
account_unlocked = Signal()
sessions_ended = Signal()
failures_forgotten = Signal()
password_changed = Signal()
account_changed = Signal()
account_deleted = Signal()
address_changed = Signal()
groups_changed = Signal()
supervision_proposed = Signal()
supervision_refused = Signal()
code_issued = Signal()
code_redeemed = Signal()
second_factor_added = Signal()
second_factor_removed = Signal()
recovery_codes_made = Signal()
recovery_code_used = Signal()
stepped_up = Signal()
codes_guessed = Signal()
