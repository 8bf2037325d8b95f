"""Django's SQLite, with turns at its only writer."""
