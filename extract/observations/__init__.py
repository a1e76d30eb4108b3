"""Numbers that an article states about an entity: what they measure, of whom, and when."""

from extract.observations.observations import find_observations

__all__ = ["find_observations"]
