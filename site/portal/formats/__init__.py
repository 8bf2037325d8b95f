"""How days and times are written where Django or Wagtail write them; German is as Django has it."""
