"""Room `zemag`: the domain of reporting and of asking about risks; it knows no web page."""
