found = NewsPage.objects.filter(title=asked)
