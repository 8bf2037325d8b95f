"""What waits for a person who works on pages: panels of the start page of the admin, each with its whole list."""
