"""The set-up script and what it installs."""
