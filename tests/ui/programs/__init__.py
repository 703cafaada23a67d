"""Little programs that tests start, because what they show ends a process or needs a display."""
