"""Which result of one place speaks of the same quantity as which result of another."""

from __future__ import annotations

from msgspec import structs

from src.utils.extraction import Extraction
from src.utils.linking.by_numbers.all_but_one import AllButOne
from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.effects import link_effects
from src.utils.linking.evidence.links import link_by_evidence
from src.utils.linking.held import Held
from src.utils.linking.meaning import Meaning
from src.utils.linking.named.links import link_named
from src.utils.linking.near.copied import Copied
from src.utils.linking.near.exchanged import link_exchanged
from src.utils.linking.near.links import link_near
from src.utils.linking.near.partners import link_partners
from src.utils.linking.near.stacked import Stacked
from src.utils.linking.near.unlike import Unlike
from src.utils.linking.p_values.links import link_p_values
from src.utils.linking.p_values.told import link_told
from src.utils.linking.participants.links import link_participants
from src.utils.linking.participants.people import counts_people
from src.utils.linking.participants.shown import link_sizes
from src.utils.linking.reading import Reading
from src.utils.linking.repeated import link_repeated
from src.utils.linking.reviews import link_studies
from src.utils.linking.trials.links import link_reports
from src.utils.records import Article, Link


def link(article: Article, extraction: Extraction) -> tuple[Link, ...]:
    """Links between results that report the same quantity, also when a number is wrong.

    ``left`` is the result read as the claim (abstract, then text), ``right`` what it is held
    against (text, then table). The order is that of the left result in the article.
    """
    found: dict[tuple[str, str], Link] = {}
    for item in link_studies(extraction.results):
        found.setdefault((item.left, item.right), item)
    # In a review a mention that names its study is held against that study alone.
    rest = tuple(
        r
        for r in extraction.results
        if (r.table is not None or not (extraction.studies and r.ref)) and not counts_people(r)
    )
    meaning = Meaning(article, rest)
    for item in link_reports(article, rest, meaning):
        if (item.right, item.left) not in found:
            found.setdefault((item.left, item.right), item)
    for item in link_participants(extraction.results):
        found.setdefault((item.left, item.right), item)
    if not extraction.studies:
        people = (r for r in extraction.results if counts_people(r))
        reading = Reading(article, (*rest, *people))
        _of_trials(reading, meaning, found)
        for item in link_sizes(extraction.results, tuple(found.values())):
            found[item.left, item.right] = item
    place = {r.id: (r.spans[0].start if r.spans else -1) for r in extraction.results}
    return tuple(found[key] for key in sorted(found, key=lambda k: (place[k[0]], place[k[1]], k)))


def _of_trials(reading: Reading, meaning: Meaning, found: dict[tuple[str, str], Link]) -> None:
    """Add what the linkers of a trial report find, each knowing what those before it found."""

    def held() -> Held:
        return Held(reading.results, found.values())

    numbers = Numbers(reading)
    for item in numbers.links(held()):
        found.setdefault((item.left, item.right), item)
    for item in link_near(reading, held()):
        found.setdefault((item.left, item.right), item)
    for item in link_p_values(reading, held()):
        found[item.left, item.right] = item
    for item in link_effects(reading, held(), meaning):
        earlier = found.get((item.left, item.right))
        if earlier is not None and earlier.shared and not earlier.derived:
            item = structs.replace(item, shared=(*earlier.shared, *item.shared))
        if earlier is None or earlier.shared:
            found[item.left, item.right] = item
    for item in link_named(reading, held()):
        found[item.left, item.right] = item
    for item in link_exchanged(reading, held()):
        found[item.left, item.right] = item
    for item in link_partners(reading, held(), meaning):
        found[item.left, item.right] = item
    for item in AllButOne(numbers, meaning, held()).links():
        found[item.left, item.right] = item
    for item in Copied(reading, numbers, held()).links():
        found[item.left, item.right] = item
    for item in link_by_evidence(reading, held()):
        found[item.left, item.right] = item
    for item in link_told(reading, held()):
        found[item.left, item.right] = item
    for kind in (Unlike, Stacked):
        for item in kind(reading, numbers, held(), meaning).links():
            found[item.left, item.right] = item
    for item in link_repeated(reading, found.values()):
        found[item.left, item.right] = item
