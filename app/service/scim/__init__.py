"""SCIM 2.0 (RFC 7643, RFC 7644) for the accounts: scim2-server's protocol over our own storage."""
