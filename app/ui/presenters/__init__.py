"""Between actions and pages: what a page shows, and what happens when the person asks for something."""
