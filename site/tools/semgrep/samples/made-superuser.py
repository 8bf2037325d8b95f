user.is_superuser = True
