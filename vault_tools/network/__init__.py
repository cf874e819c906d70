"""Who knows whom, as the notes say it: ties, warm paths, and what the network looks like; pure."""
