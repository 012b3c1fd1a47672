"""The hindcasts that come as scenario files: bodies at telling dates, generated and never tuned."""

from __future__ import annotations

from pathlib import Path

from sim.hindcast.posterior import WITHOUT, Posterior
from sim.record.record import Record
from sim.seeding.document import seeded_text

CASES = (
    ("CSTO", 1994),
    ("CSTO", 2007),
    ("CSTO", 2018),
    ("WARSAW_PACT", 1985),
    ("SEATO", 1966),
    ("CIS", 2005),
    ("GUAM", 2001),
    ("NATO", 1965),
    ("NATO", 1973),
    ("UNASUR", 2017),
    ("ALBA", 2009),
    ("TIAR", 2012),
    ("ANZUS", 1984),
    ("LEAGUE_OF_NATIONS", 1932),
    ("OPEC", 2016),
    ("COMMONWEALTH", 1960),
    ("CENTO", 1977),
    ("EFTA", 1971),
    ("ANDEAN", 1975),
    ("ECOWAS", 2020),
    ("EU", 2015),
    ("OAS", 2016),
    ("OAU_AU", 1983),
    ("ARAB_LEAGUE", 1978),
    ("MERCOSUR", 2000),
)
"""Body and year. The last two saw no member leave by its own decision in the five years; the others
begin one to five years before a first step, where the date is not a telling one for itself."""


def write_cases(record: Record, posterior: Posterior, folder: Path) -> list[Path]:
    """Write every case as a file, each with the posterior of all other bodies."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for organisation, year in CASES:
        draws = posterior.of(f"{WITHOUT}{organisation}")
        file = folder / f"{organisation.lower().replace('_', '-')}-{year}.yaml"
        file.write_text(seeded_text(record, organisation, year, draws), encoding="utf-8")
        found.append(file)
    return found
