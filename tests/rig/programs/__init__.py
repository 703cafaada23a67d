"""Small windows that the rig is tried on, and measured against."""
