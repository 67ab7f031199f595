"""Words to wishes: lexicon and knowledge graph, the next question, sentences about changes."""

from ampc_desktop.intent.families import fabric_families
from ampc_desktop.intent.lexicon import teach
from ampc_desktop.intent.question import next_question
from ampc_desktop.intent.understanding import understand
from ampc_desktop.intent.wording import describe_change

__all__ = ["describe_change", "fabric_families", "next_question", "teach", "understand"]
