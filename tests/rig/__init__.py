"""The test rig: private desktops, real keyrings, a driver for the window, a leak search and stall meters."""
