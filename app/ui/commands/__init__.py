"""What can be done by keyboard and from the menu: one table of it, the menu, and the doing."""
