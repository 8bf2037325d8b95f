"""Screens on which the words of letters are read, proposed and released."""
