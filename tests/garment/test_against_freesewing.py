"""Our T-shirt against teagan and our shirt against brian, on FreeSewing's own measures, seam by seam.

The limits are what docs/validation-patterns.md explains; a change of a draft that leaves them must be explained there.
"""

from __future__ import annotations

import pytest

from tests.garment import freesewing

pytestmark = pytest.mark.skipif(not freesewing.DATA.exists(), reason="FreeSewing reference drafts are not here")

# seam -> (least, most) of ours minus theirs, mm
TEAGAN = {
    "hem, quarter": (-0.1, 0.1),
    "side seam": (-1.5, 1.5),
    "shoulder": (-0.1, 0.1),
    "neckline, front half": (5.0, 9.0),  # a fuller curve
    "neckline, back half": (-9.0, -5.0),  # less deep at the centre back
    "armhole, front": (0.5, 3.5),  # hollowed further
    "armhole, back": (-4.0, -1.0),
    "sleeve cap": (-4.0, 1.0),
    "sleeve width": (-0.1, 0.1),
    "sleeve seam": (2.0, 7.5),  # a flatter cap of the same length
}
BRIAN = {
    "hem, quarter": (-0.1, 0.1),
    "side seam": (-0.1, 0.1),
    "neckline, front half": (-1.5, 0.5),
    "neckline, back half": (-0.5, 1.0),
    "armhole, front": (1.0, 4.0),
    "armhole, back": (-4.5, -1.5),
    "sleeve cap": (6.0, 12.0),  # 10 mm of cap ease, where brian's is 0
    "sleeve width": (-0.1, 0.1),
}


def _check(rows: tuple[freesewing.Row, ...], limits: dict[str, tuple[float, float]]) -> None:
    assert {row.seam for row in rows} == set(limits)
    off = [
        f"{row.seam}: theirs {row.theirs:.1f}, ours {row.ours:.1f}"
        for row in rows
        if not limits[row.seam][0] <= row.difference <= limits[row.seam][1]
    ]
    assert not off, "\n".join(off)


@pytest.mark.parametrize("who", freesewing.PEOPLE)
def test_tshirt_against_teagan(who: str) -> None:
    _check(freesewing.teagan(who), TEAGAN)


@pytest.mark.parametrize("who", freesewing.PEOPLE)
def test_shirt_against_brian(who: str) -> None:
    _check(freesewing.brian(who), BRIAN)


@pytest.mark.parametrize("who", freesewing.PEOPLE)
def test_the_whole_armhole_is_as_long_as_theirs(who: str) -> None:
    """Front and back are divided differently; what a sleeve is set into is the same within 1 mm in 500."""
    for rows in (freesewing.teagan(who), freesewing.brian(who)):
        parts = [row for row in rows if row.seam.startswith("armhole")]
        theirs, ours = sum(row.theirs for row in parts), sum(row.ours for row in parts)
        assert ours == pytest.approx(theirs, rel=0.003)
