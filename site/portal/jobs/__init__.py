"""Job layer: retry, reaper, tick and beat around the database task queue."""
