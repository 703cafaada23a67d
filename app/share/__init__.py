"""The encrypted share: what is inside, its passphrase, the encryption, and the file that is written."""
