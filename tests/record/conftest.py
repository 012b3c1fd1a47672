"""A record of one body, written into a folder."""

from pathlib import Path

import pytest

from sim.record.rows import VALUES
from sim.record.schema import columns

READ = "https://example.org,2026-01-01,seen,"
SMALL = {
    "organisations": [f"CLUB,trade,1990-01-01,,6,{READ}"],
    "leaders": [f"CLUB,RUS,,1999,{READ}", f"CLUB,USA,2000,,{READ}"],
    "spells": [
        f"CLUB,ARM,1,1990-01-01,{READ}",
        f"CLUB,UZB,1,1990-01-01,{READ}",
        f"CLUB,UZB,2,2006-06-23,{READ}",
    ],
    "steps": [
        f"CLUB,ARM,1,freeze,1994,0,imposed by the others,,{READ}",
        f"CLUB,UZB,1,notice,1998-12,1,,CLUB-1,{READ}",
        f"CLUB,UZB,1,exit,1999-04-02,1,,,{READ}",
        "CLUB,UZB,2,freeze,2012-06-20,1,,CLUB-2,recalled,,recalled,",
    ],
    "values": ["ARM,2020,polyarchy,0.7", "ARM,2020,trade_share:RUS,0.3"],
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A record of one body, two members and four steps."""
    for name, rows in SMALL.items():
        heads = VALUES if name == "values" else columns(name)
        (tmp_path / f"{name}.csv").write_text("\n".join([",".join(heads), *rows, ""]))
    return tmp_path
