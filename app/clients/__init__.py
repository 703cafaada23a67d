"""Provisioning clients, read from `resources/clients`: one data file each."""
