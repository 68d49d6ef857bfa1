"""What is in a series: facts, a sentence or two about them, and settings that suit it.

The rest of the package looks closer, when somebody asks for it: `pictures.Profile`.
"""

from core.profile.facts import Facts, facts, plain
from core.profile.recommendation import Recommended, recommend

__all__ = ["Facts", "Recommended", "facts", "plain", "recommend"]
