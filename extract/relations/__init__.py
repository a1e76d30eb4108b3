"""Relations between the entities of an article, by patterns over slotted sentences."""

from extract.relations.facts import find_facts

__all__ = ["find_facts"]
