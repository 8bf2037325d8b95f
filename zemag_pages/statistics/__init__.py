"""The screen of the frozen tables: drawings, tables and files of the same figures."""
