"""The catalogue of weapons: words in both languages by code, kept beside the screen that shows and searches them."""
