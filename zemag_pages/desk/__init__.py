"""The office's side of ZeMAG: list of cases, one case, and what can be done with it."""
