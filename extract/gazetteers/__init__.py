"""Lists of known names: the shipped ones, which link, and a user's, which also find and type."""
