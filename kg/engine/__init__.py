"""Evaluation of SPARQL apart from the process that serves it: workers, limits, one writer.

Importing this package loads next to nothing, because every worker process does so; take what is
needed from its modules.
"""
