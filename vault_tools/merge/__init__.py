"""Whether two records are one person, and what joining them means; pure, from texts to texts."""
