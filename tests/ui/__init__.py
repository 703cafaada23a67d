"""The window's parts, in process and without a display: fast, and precise about what each does."""
