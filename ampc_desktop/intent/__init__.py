"""Words to wishes: lexicon and knowledge graph, the next question, sentences about changes."""

from ampc_desktop.intent.families import fabric_families
from ampc_desktop.intent.leaving import left_behind
from ampc_desktop.intent.lexicon import teach
from ampc_desktop.intent.question import next_question
from ampc_desktop.intent.understanding import understand
from ampc_desktop.intent.wording import called, describe_change

__all__ = ["called", "describe_change", "fabric_families", "left_behind", "next_question", "teach", "understand"]
