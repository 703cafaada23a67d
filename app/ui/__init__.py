"""Qt: window, pages, dialogs, widgets, theme. Pages show state and call actions; they hold no rules."""
