answer = redirect(request.GET.get("next"))
