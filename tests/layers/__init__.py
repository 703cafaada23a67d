"""The house's walls: what may import what, and house rules as code."""
