"""Values to text: templates for reports, JSON, lines for the terminal. Nothing is decided here."""
