"""A service far away, on this computer: a relay that takes its time, and what it saw of the one who asked."""
