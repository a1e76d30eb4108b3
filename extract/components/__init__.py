"""Components of the language pipeline: sentences, and names by word lists and shapes."""
