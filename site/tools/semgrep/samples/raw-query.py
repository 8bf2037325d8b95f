found = Entry.objects.raw(asked)
