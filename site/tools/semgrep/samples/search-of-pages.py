found = Page.objects.search(asked)
