"""Where an account's connection comes from: an R-Service settings API, to practise on this computer or elsewhere."""
