"""Plain English over a graph: lexicon, readings, meaning, SPARQL, answer.

See ``docs/questions.md``.
"""
