"""How secrets are shown, copied and wiped."""
