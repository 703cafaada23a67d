"""What the side menu leads to."""
