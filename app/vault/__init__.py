"""Where secrets rest, under one key that the operating system's keyring holds."""
