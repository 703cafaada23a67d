"""SCIM services that others wrote, run as they are: the tester must find what their documentation tells to expect."""
