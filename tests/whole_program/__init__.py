"""The console script in an empty home, on a private desktop, driven as a screen reader drives it."""
