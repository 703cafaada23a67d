"""The window's language: which it is, and how words are said in it."""
