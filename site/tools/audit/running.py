"""The looks at the running portal: times that tell secrets (S02, S12), and requests that leave the house (S52)."""

from steps import Step

RUNNING: tuple[Step, ...] = ()
