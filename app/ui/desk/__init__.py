"""What happens at the person's desk: whether they are there, and what others may see of the screen."""
