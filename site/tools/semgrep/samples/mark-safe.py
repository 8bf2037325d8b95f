shown = mark_safe(typed)
