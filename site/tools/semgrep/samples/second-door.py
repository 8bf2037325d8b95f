user = authenticate(request, username=name, password=word)
