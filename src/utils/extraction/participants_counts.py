"""Which numbers of a sentence count people, and which group or trait each of them counts.

Belongs here: the grammar around one number, and which numbers a sentence gives group by group.
Does not: the records made of them (`participants`), the words themselves (`participants_words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from src.utils.extraction import participants_words as words
from src.utils.extraction.loose_pairs import average

#: Numbers further apart than this belong to no common list, in characters.
REACH = 130
#: How far a label may reach, in characters and words.
_LABEL, _WORDS = 90, 8
_STOPS = re.compile(
    r"[,;:()\[\]]|\.\s|\.\Z|\b(?:were|was|had|have|has|did|completed|who|whose|which|while|"
    r"whereas|but|than|because|although|at\s+(?:the\s+)?(?:end|week|day|month|baseline))\b"
)
_MARKS = re.compile(r"[,;:()\[\]]|\.\s|\.\Z")
_AND_NUMBER = re.compile(r"\s(?:and|or|versus|vs\.?)\s")
_OPENING = re.compile(
    r"[,;:()\[\]]|\.\s|\b(?:or|and|either|with|receiv\w+|to|into|versus|vs|were|was|between|as|in|"
    r"of|including|included)\s"
)
_ARM_AFTER = re.compile(
    r"\b(?:in(?:to)?|to|from|on|receive|received|receiving|with)\s+(?:the\s+|a\s+|an\s+|either\s+)?"
    r"(?P<arm>(?:[\w/+.'-]+\s+){1,6}?(?:groups?|arms?|cohorts?)\b|(?:[Aa]rm|[Gg]roup)\s+\w+)",
)
_GIVEN = re.compile(
    r"\s+(?:(?:were|was)\s+)?(?:randomly\s+)?(?:received|(?:assigned|allocated|randomi[sz]ed)\s+to"
    r"(?:\s+receive)?|treated\s+with|given)\s+(?!either|one\b|both|two|all)",
    re.I,
)
#: "drug A (12 patients)": the number sizes what stands before the bracket.
_IN_BRACKET = re.compile(r"\s*(?:\w+\s*)?[),;]")
#: Another group, or the size of this one, follows: the number before counts all.
_SEVERAL = re.compile(
    r"\s*(?:groups?\b|arms?\b)?\s*(?:[(\[]\s*(?:[nN]\s*=\s*)?\d|(?:[(\[][^()\[\]]*[)\]]\s*)?"
    r"(?:or|versus|vs)\b)"
)
#: "57% (n = 307) were women": who a size counts is said after its bracket.
_TOLD_AFTER = re.compile(r"\s*[)\]]\s+(?:were|was|had|are)\s+")
_BEYOND_GROUP = re.compile(
    r"^(\S+ (?:\S+ )*?(?:groups?|arms?|cohorts?)(?: (?:\d+|[A-Z]|I+V?))?) .*$"
)
#: The label of a group that the sentence does not name beside its number.
_UNNAMED = "group"
_LISTED = re.compile(
    r"(?<![A-Za-z])[nN]\s*=\s*(?P<sum>\d{1,6})\s*\(\s*(?P<parts>\d{1,6}(?:\s*,\s*\d{1,6})+)\s*\)"
)
_NEXT_ITEM = re.compile(r";\s*|\d\s*(?:,|\bversus\b|\bvs\b\.?|\band\b)\s*(?=[A-Za-z])")
_BRACKET_TAIL = re.compile(r"(?:\s*[(\[][^()\[\]]{0,60}[)\]])+\s*\Z")


class Count(msgspec.Struct):
    """One number of people in a sentence, in indices of its view."""

    text: str
    start: int
    end: int
    kind: str  # people, n, place, subject, with
    label: str = ""  # the group or trait; "" when all are counted
    label_at: tuple[int, int] = (0, 0)
    noun: str = ""
    verb: str = ""
    share: bool = False


def counts(text: str) -> Iterator[Count]:
    """The numbers of a sentence that count people, left to right.

    >>> told = "Ten patients in the zinc group and 12 in the control group died"
    >>> [(c.text, c.label) for c in counts(told)]
    [('10', 'zinc group'), ('12', 'control group')]
    """
    found: list[Count] = []
    marks = [m for m in words.NUMBER.finditer(text) if not words.DOSED.match(text, m.end())]
    marks = [m for m in marks if not _LABELLED.search(text[max(0, m.start() - 20) : m.start()])]
    for k, match in enumerate(marks):
        start, end = match.span()
        value = words.whole(match.group())
        before = text[max(0, start - 90) : start]
        n_before = _N_BEFORE.search(before)
        if value is None or (words.NOT_BEFORE.search(before) and not n_before):
            continue
        limit = marks[k + 1].start() if k + 1 < len(marks) else len(text)
        count = _count(text, value, start, end, limit, bool(n_before), found)
        if count is not None and not (count.kind == "place" and average(text, start)):
            found.append(count)
            yield count


#: "Arm 1", "group 2": the number is a name.
_LABELLED = re.compile(
    r"\b(?:arm|group|cohort|part|phase|study|stage|day|week|month|course|cycle|race|round|visit|"
    r"table|fig\w*)\.?\s+\Z",
    re.I,
)
_N_BEFORE = re.compile(r"(?<![A-Za-z])[nN]\s*[=:]\s*\Z")


def _count(
    text: str, value: str, start: int, end: int, limit: int, n_before: bool, found: list[Count]
) -> Count | None:
    """What the words around one number make of it."""
    share = words.SHARE.match(text, end)
    after = share.end() if share else end
    out = Count(value, start, end, "", share=share is not None)
    if n_before:
        out.kind = "n"
        each = words.EACH.match(text, after)
        at = (each.start(), each.end()) if each else _before_bracket(text, start)
        told = _TOLD_AFTER.match(text, after)
        if told and not re.search(r"[A-Za-z]{2}", text[at[0] : at[1]]):
            at = _until_stop(text, told.end(), limit)
        return _labelled(out, text, at, "each " if each else "")
    people = words.COUNTED.match(text, after)
    if people:
        out.kind, out.noun = "people", " ".join(people["noun"].split())
        stop = min(limit, people.end() + 110)
        each = words.EACH.match(text, people.end())
        if each:
            return _labelled(out, text, each.span(), "each ")
        arm = _ARM_AFTER.search(text, people.end(), stop)
        if arm and not re.search(r"[.;]\s", text[people.end() : arm.start()]):
            return _of_one(out, text, arm.span("arm"))
        given = _GIVEN.match(text, people.end(), stop)
        if given:
            return _of_one(out, text, _until_stop(text, given.end(), limit))
        if _IN_BRACKET.match(text, people.end()) and text[:start].rstrip().endswith("("):
            return _labelled(out, text, _before_bracket(text, start))
        if words.SEX.search(out.noun):
            return _labelled(out, text, people.span("noun"))
        if found and found[-1].label == _UNNAMED and start - found[-1].end < 8:
            out.label, out.label_at = _UNNAMED, (start, start)
            return out
        trait = words.WITH.match(text, people.end())
        if trait:
            return _labelled(out, text, _until_stop(text, trait.end(), limit), "with ")
        return out
    if words.AND_MORE.match(text, after):
        out.kind, out.label, out.label_at = "place", _UNNAMED, (start, start)
        return out
    part = words.PART_OF.match(text, after)
    counted = words.COUNTED.match(text, part.end()) if part else None
    if counted:
        out.kind, out.noun = "people", "participants"
        subject = words.SUBJECT.match(text, counted.end())
        if subject:
            at = _until_stop(text, subject.start("verb"), len(text), True)
            if re.search(r"\w", words.PLAIN_VERBS.sub(" ", text[at[0] : at[1]])):
                return _labelled(out, text, at)
        return out
    each = words.EACH.match(text, after)
    near = [c for c in found if start - c.end < REACH]
    if each and near:
        out.kind = "place"
        return _labelled(out, text, each.span(), "each ")
    subject = words.SUBJECT.match(text, after)
    if subject and words.SUBJECT_BEFORE.search(text[max(0, start - 30) : start]):
        out.kind, out.verb = "subject", subject["verb"].lower()
        at = _until_stop(text, subject.start("verb"), limit, True)
        if not re.search(r"\w", words.PLAIN_VERBS.sub(" ", text[at[0] : at[1]])):
            return out  # "126 were randomised" counts all
        return _labelled(out, text, at)
    placed = words.PLACED.match(text, after)
    if placed:
        at = _until_stop(text, placed.end(), limit)
        label = text[at[0] : at[1]]
        if words.GROUP_WORD.search(label) or (near and re.match(r"the\b|[A-Za-z]", label)):
            out.kind = "place"
            return _labelled(out, text, at)
        return None
    trait = words.WITH.match(text, after)
    if trait and near:
        out.kind = "with"
        return _labelled(out, text, _until_stop(text, trait.end(), limit))
    return None


def _of_one(count: Count, text: str, at: tuple[int, int]) -> Count:
    """A count labelled with the one group it went to; all when it went to several."""
    if _SEVERAL.match(text, at[1]) or re.search(r"\b(?:or|versus|vs)\b", text[at[0] : at[1]]):
        return count
    return _labelled(count, text, at)


def _labelled(count: Count, text: str, at: tuple[int, int], prefix: str = "") -> Count:
    """The count with the words of its group, trimmed."""
    start, end = at
    while start < end and not (text[start].isalnum()):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")%+"):
        end -= 1
    said = re.sub(r"^(?:the|a|an|either|in|to|per|for)\s+", "", " ".join(text[start:end].split()))
    # What its people did is no part of a group's name.
    said = _BEYOND_GROUP.sub(r"\1", said)
    if said.startswith("each"):
        prefix = ""
    count.label = f"{prefix}{said}".strip() if said else ""
    count.label_at = (start, end)
    return count


def _until_stop(text: str, start: int, limit: int, verb: bool = False) -> tuple[int, int]:
    """From ``start`` to the end of the phrase: a stop, the next number, or eight words."""
    end = min(limit, start + _LABEL)
    stop = (_MARKS if verb else _STOPS).search(text, start, end)
    if stop:
        end = stop.start()
    joints = list(_AND_NUMBER.finditer(text, start, min(end + 1, len(text))))
    joint = joints[-1] if joints else None
    if joint and end == limit and not text[joint.end() : limit].strip():
        end = joint.start()
    spaces = [m.start() for m in re.finditer(r"\s+", text[start:end].rstrip())]
    if len(spaces) > _WORDS:
        end = start + spaces[_WORDS]
    return start, end


def _before_bracket(text: str, start: int) -> tuple[int, int]:
    """The words that "(n = 31)" sizes: inside the bracket before it, else before the bracket."""
    low = max(0, start - 120)
    head = re.sub(r"[nN]\s*[=:]\s*\Z", "", text[low:start])
    opened = max(head.rfind("("), head.rfind("["))
    inside = head[opened + 1 :].strip(" ,;:") if opened > head.rfind(")") else ""
    if inside and re.search(r"[A-Za-z]{2}", inside):
        begin = opened + 1
        for match in _NEXT_ITEM.finditer(head, begin):  # "(Peru, n = 12; Chile, n = 9)"
            begin = match.end()
        return low + begin, low + len(head)
    if opened > head.rfind(")"):
        head = head[:opened]
    tail = _BRACKET_TAIL.search(head)
    end = tail.start() if tail else len(head)
    begin = 0
    for match in _OPENING.finditer(head, 0, max(0, len(head[:end].rstrip()) - 1)):
        begin = match.end()
    spaces = [m.end() for m in re.finditer(r"\s+", head[begin:end].rstrip())]
    if len(spaces) > _WORDS:
        begin += spaces[-_WORDS]
    return low + begin, low + end


def listed(text: str) -> list[list[Count]]:
    """Sizes of groups in brackets after their sum, as legends print them: "n = 90 (30, 28, 32)".

    >>> [[c.text for c in group] for group in listed("at entry n = 90 (30, 28, 32)")]
    [['30', '28', '32']]
    """
    out = []
    for match in _LISTED.finditer(text):
        numbers = list(re.finditer(r"\d+", match["parts"]))
        if sum(int(n.group()) for n in numbers) != int(match["sum"]):
            continue
        at = match.start("parts")
        out.append([Count(n.group(), at + n.start(), at + n.end(), "n", _UNNAMED) for n in numbers])
    return out


def groups(found: list[Count], text: str) -> list[list[Count]]:
    """Counts that a sentence gives group by group, together; a count of all stands alone."""
    out: list[list[Count]] = []
    for count in found:
        last = out[-1][-1] if out else None
        joins = (
            last is not None
            and last.label
            and count.label
            and count.start - last.end < REACH
            and not re.search(r"[.]\s", text[last.end : count.start])
        )
        if joins:
            out[-1].append(count)
        else:
            out.append([count])
    return out
