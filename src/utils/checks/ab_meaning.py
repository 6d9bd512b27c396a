"""AB: what abbreviations are explained as: by another's words, or in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator

from src.utils.checks.ab_lists import definitions_of, footnote, in_prose, prose_definitions, used_in
from src.utils.checks.registry import agrees, check, differs
from src.utils.extraction.abbreviations import fits, folded, strictly_fits, used
from src.utils.records import Dossier, Finding, Table


@check("AB03", "explanation-of-another-abbreviation")
def explanation_of_another(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """An abbreviation is explained by the words of another abbreviation of the same article.

    Compares
    --------
    The letters of each explained abbreviation with the initials of its explanation; a finding when
    they do not fit and another abbreviation of the article does, letter for letter, or is
    explained elsewhere in the same words.

    Why it matters
    --------------
    Criteria with similar names give different response rates.

    Known limits
    ------------
    Abbreviations of words in another language fit no initials; they are found only when another
    abbreviation fits.

    Source
    ------
    The article's own abbreviations.
    """
    definitions = definitions_of(table, dossier)
    if not definitions:
        return
    candidates = _article_abbreviations(dossier)
    wrong = 0
    for d, key_at, words_at in definitions:
        if fits(d.key, d.words):
            continue
        other = next(
            (
                k
                for k in candidates
                if folded(k) != folded(d.key)
                # "RSDMSO, resistant starch": the key with an index that is no part of the name.
                and not (d.key.startswith(k) and len(k) > 1)
                and (
                    _same_words(candidates[k], d.words)
                    or (not candidates[k] and strictly_fits(k, d.words))
                )
            ),
            None,
        )
        if other is None:
            continue
        wrong += 1
        own = candidates.get(d.key) or in_prose(dossier).get(folded(d.key), "")
        yield differs(
            "warning",
            f"The list under {table.label or 'the table'} explains {d.key} as {d.words!r}, which "
            f"are the words of {other}.",
            evidence=(footnote(key_at, table), footnote(words_at, table, "words")),
            alternatives=(f"the text explains {d.key} as {own!r}",) if own else (),
            computed={"abbreviation": d.key, "words of": other},
        )
    if not wrong:
        yield agrees(
            f"No explanation under {table.label or 'the table'} belongs to another abbreviation.",
            evidence=(footnote(definitions[0][1], table),),
        )


def _article_abbreviations(dossier: Dossier) -> dict[str, str]:
    """Every abbreviation that tables use or the article explains, with the words where known."""
    out: dict[str, str] = {}
    for table in dossier.article.tables:
        for word, _ in used_in(table, dossier, whole=True):
            out.setdefault(word, "")
        for d, _, _ in definitions_of(table, dossier):
            if fits(d.key, d.words):
                out[d.key] = d.words
    for d in prose_definitions(dossier):
        out[d.key] = d.words
    return out


def _plain(words: str) -> list[str]:
    """The content words of an explanation, without plural and spelling variants."""
    text = words.lower().replace("tumour", "tumor").replace("isation", "ization")
    return [
        w.rstrip("s")
        for w in re.findall(r"[^\W\d_]{2,}", text)
        if w not in ("of", "the", "and", "in", "for", "to", "with")
    ]


def _same_words(a: str, b: str) -> bool:
    return bool(a) and _plain(a) == _plain(b)


@check("AB04", "abbreviation-defined-in-two-ways")
def defined_in_two_ways(table: Table, dossier: Dossier) -> Iterator[Finding]:
    """An abbreviation stands for one thing under a table and for another in the text.

    Compares
    --------
    The content words of the explanation under the table with those of the text's; a finding when
    less than half of them are the same.

    Why it matters
    --------------
    The reader carries the wrong meaning from one place to the other.

    Known limits
    ------------
    Explanations that nest another abbreviation ("sequential TACE") are taken as they are printed.

    Source
    ------
    The article's own abbreviations.
    """
    prose = in_prose(dossier)
    compared = 0
    wrong = False
    for d, key_at, words_at in definitions_of(table, dossier):
        said = prose.get(folded(d.key))
        if not said:
            continue
        compared += 1
        if _alike(said, d.words) or _alike(said.replace("-", ""), d.words.replace("-", "")):
            continue
        if re.match(r"[A-Z]{2,}\s*,", d.words) or _short_forms(said, d.words):
            continue
        wrong = True
        yield differs(
            "note",
            f"{d.key} is {d.words!r} under {table.label or 'the table'} and {said!r} in the text.",
            evidence=(footnote(key_at, table), footnote(words_at, table, "words")),
            computed={"abbreviation": d.key, "table": d.words, "text": said},
        )
    if compared and not wrong:
        yield agrees(
            f"{compared} abbreviations mean the same under {table.label or 'the table'} and in the "
            f"text.",
            evidence=tuple(footnote(k, table) for _, k, _ in definitions_of(table, dossier)[:1]),
        )


def _alike(a: str, b: str) -> bool:
    """Whether two explanations share at least half of their content words."""
    x, y = set(_plain(a)), set(_plain(b))
    return len(x & y) * 2 >= len(x | y) or x <= y or y <= x


def _short_forms(a: str, b: str) -> bool:
    """Whether one of two explanations uses an abbreviation for words of the other."""
    for short, long in ((a, b), (b, a)):
        for word, _, _ in used(short):
            rest = _plain(short.replace(word, " "))
            if set(rest) <= set(_plain(long)):
                return True
    return False
