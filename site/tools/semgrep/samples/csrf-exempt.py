@csrf_exempt
def view(request):
    return answer(request)
