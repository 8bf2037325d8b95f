"""The answer to somebody who has to wait."""

from django.http import HttpResponse


def waiting(response: HttpResponse, seconds: int) -> HttpResponse:
    """Turn an answer into 429 with the time to wait."""
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response
