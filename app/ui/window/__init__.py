"""The main window and its frame: header, side menu, notice, status line."""
