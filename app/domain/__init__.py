"""What the words mean: accounts, tokens, rotation, endpoints, findings, errors. No input or output, no Qt."""
