"""The project: settings, addresses and entry points; reached by strings only."""
