"""The rotation's core as a program of its own, so that a test can kill it: finishes what was left, or rotates.

Standard input: one JSON object with `home`, `url`, `session` and `token_id`. It says `ready` before it begins, and the
present token's id when all is done.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from app.domain.rotation import RotationKind, RotationPlan
from tests.actions.parts import ACCOUNT, opened


async def main(told: dict[str, Any]) -> None:
    async with opened(Path(told["home"])) as parts:
        source = parts.source(told["url"], told["session"])
        print("ready", flush=True)
        finished = await parts.rotations.finish_unfinished(source)
        # Tokens in the vault: an earlier run came as far as that, or further, before it was killed.
        if not finished and await parts.kept.tokens(ACCOUNT) is None:
            plan = RotationPlan(RotationKind.PLANNED, told["token_id"])
            finished = (await parts.rotations.rotate(source, plan),)
        await parts.rotations.mark_shown(ACCOUNT)
        print(finished[0].section.token.id if finished else "stored before", flush=True)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.stdin.readline())))
