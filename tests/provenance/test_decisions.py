"""Decisions last: they find their finding again, or it is said that they do not."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from src.utils.errors import InputError
from src.utils.provenance import decisions
from src.utils.provenance.decide import decide
from src.utils.provenance.letter import letter
from src.utils.records import Audit, Evidence, Span
from tests.provenance import made


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A decisions file with one of each kind."""
    path = tmp_path / "made.yml"
    audit = made.audit()
    decide(audit, "v-0000000001", "confirm", "A. Reader", "2026-11-20", path=path)
    decide(audit, "v-0000000002", "dismiss", "B. Reader", "2026-11-20", "a copy", path=path)
    decide(audit, "v-0000000003", "question", "A. Reader", "2026-11-21", "which one?", path=path)
    return path


def moved(audit: Audit, text: str, names: dict[str, str] | None = None) -> Audit:
    """The same findings in an edited text, every span shifted to where its quote stands now."""
    again = made.audit(text)
    verdicts = tuple(
        msgspec.structs.replace(v, id=(names or {}).get(v.id, v.id)) for v in again.verdicts
    )
    return msgspec.structs.replace(again, verdicts=verdicts)


def test_decisions_are_found_again(sheet: Path) -> None:
    """What was decided is applied on the next run, with who, when and why."""
    decided = decisions.apply(made.audit(), decisions.load(sheet))
    assert {k: d.decision for k, d in decided.states.items()} == {
        "v-0000000001": "confirm",
        "v-0000000002": "dismiss",
        "v-0000000003": "question",
    }
    assert decided.dismissed == {"v-0000000002"}
    assert decided.sentences == ()
    one = decided.states["v-0000000002"]
    assert (one.who, one.when, one.reason) == ("B. Reader", "2026-11-20", "a copy")


def test_decisions_survive_an_edit_elsewhere(sheet: Path) -> None:
    """A sentence added above changes every offset, and no decision is lost; it is said."""
    text = made.ARTICLE.replace("## Results", "A new paragraph.\n\n## Results")
    decided = decisions.apply(moved(made.audit(), text), decisions.load(sheet))
    assert len(decided.states) == 3 and not decided.vanished
    (sentence,) = decided.sentences
    assert "another version" in sentence and "3 of 3" in sentence


def test_decision_follows_a_renamed_finding(sheet: Path) -> None:
    """When ids change, check, outcome and quotes still lead to the one finding they fit."""
    renamed = moved(made.audit(), made.ARTICLE, {"v-0000000001": "v-00000000ff"})
    decided = decisions.apply(renamed, decisions.load(sheet))
    assert decided.states["v-00000000ff"].decision == "confirm"


def test_decision_on_a_changed_number_vanishes(sheet: Path) -> None:
    """A finding whose number was corrected is gone; its decision is listed and not applied."""
    fixed = made.audit(made.ARTICLE.replace("| Berg 2020", "| Berg, 2020"))
    gone = msgspec.structs.replace(fixed, verdicts=fixed.verdicts[2:])
    decided = decisions.apply(gone, decisions.load(sheet))
    assert [d.finding for d in decided.vanished] == ["v-0000000001", "v-0000000002"]
    assert any("v-0000000001" in s and "“0.57”" in s for s in decided.sentences)
    assert decided.dismissed == frozenset()


def test_same_id_with_other_quotes_is_not_the_finding(sheet: Path) -> None:
    """An id that another finding took over (ordinals shift) does not inherit the decision."""
    audit = made.audit()
    first = audit.verdicts[0]
    other = msgspec.structs.replace(
        first, evidence=(Evidence("estimate", made.at(audit.article.text, "0.80")),)
    )
    changed = msgspec.structs.replace(audit, verdicts=(other, *audit.verdicts[1:]))
    decided = decisions.apply(changed, decisions.load(sheet))
    assert "v-0000000001" not in decided.states
    assert [d.finding for d in decided.vanished] == ["v-0000000001"]


def test_equal_findings_are_told_apart_by_their_surroundings(tmp_path: Path) -> None:
    """Two findings with equal quotes keep their own decisions when a third is put before them."""
    audit = made.audit()
    text = audit.article.text
    spans = [made.at(text, "0.45", k) for k in range(2)]
    base = audit.verdicts[1]

    def with_spans(*which: Span) -> Audit:
        verdicts = tuple(
            msgspec.structs.replace(
                base,
                id="v-00000000ee" + (f"-{k + 1}" if k else ""),
                evidence=(Evidence("low", span),),
            )
            for k, span in enumerate(which)
        )
        return msgspec.structs.replace(audit, verdicts=verdicts)

    path = tmp_path / "x.yml"
    decide(with_spans(spans[1]), "v-00000000ee", "confirm", "A", "2026-11-20", path=path)
    decided = decisions.apply(with_spans(*spans), decisions.load(path))
    assert list(decided.states) == ["v-00000000ee-2"]


def test_file_of_the_same_name_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An article outside of data/raw takes the file of its name with equal bytes only."""
    monkeypatch.setenv("AUDIT_ROOT", str(tmp_path))
    audit = made.audit(path="elsewhere/made.md")
    written = decide(audit, "v-0000000001", "confirm", "A", "2026-11-20")
    assert written == tmp_path / "decisions" / "made.yml"
    assert set(decisions.for_article(audit).states) == {"v-0000000001"}
    other = decisions.for_article(made.audit(made.ARTICLE + "\nmore\n", "elsewhere/made.md"))
    assert other.states == {} and "is not applied" in other.sentences[0]


def test_two_decisions_on_one_finding(sheet: Path) -> None:
    """Neither of two decisions on a finding applies; the sentence names both lines."""
    text = sheet.read_text()
    first = text[text.index("  - finding: v-0000000001") : text.index("  - finding: v-0000000002")]
    sheet.write_text(text + first.replace("confirm", "question"))
    decided = decisions.apply(made.audit(), decisions.load(sheet))
    assert "v-0000000001" not in decided.states
    (sentence,) = decided.sentences
    assert "lines 6 and" in sentence and "v-0000000001" in sentence


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("decision: confirm", "decision: approve", "'approve' is none of confirm, dismiss"),
        ("who: A. Reader", "whom: A. Reader", "the key 'whom' is not known"),
        ("    who: A. Reader\n", "", "who is missing"),
        ("    reason: a copy\n", "", "dismissed only with a reason"),
    ],
)
def test_wrong_entry_is_named_and_the_rest_applied(
    sheet: Path, old: str, new: str, says: str
) -> None:
    """One wrong entry gives one sentence with its line; the other decisions still count."""
    sheet.write_text(sheet.read_text().replace(old, new, 1))
    decided = decisions.apply(made.audit(), decisions.load(sheet))
    (sentence,) = decided.sentences
    assert says in sentence and ", line " in sentence
    assert len(decided.states) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("decisions: [", "line 1, column 13"),
        ("- a list", "expected the keys"),
        ("article: x\n", "the key decisions is missing"),
        ("decisions: []\nfoo: 1\n", "'foo' is not known"),
        ("decisions: yes\n", "must be a list"),
    ],
)
def test_malformed_file(tmp_path: Path, content: str, says: str) -> None:
    """A file that is no decisions file is refused with one sentence that says where."""
    path = tmp_path / "bad.yml"
    path.write_text(content)
    with pytest.raises(InputError, match=r"bad\.yml") as error:
        decisions.load(path)
    assert says in str(error.value)


def test_empty_file_decides_nothing(tmp_path: Path) -> None:
    """An empty file, or one whose list is empty, is no error."""
    for content in ("", "article: x\ndecisions:\n"):
        path = tmp_path / "x.yml"
        path.write_text(content)
        assert decisions.apply(made.audit(), decisions.load(path)).states == {}


@pytest.mark.parametrize(
    ("finding", "decision", "who", "reason", "says"),
    [
        ("v-0123456789", "confirm", "A", "", "not a finding of"),
        ("v-0000000001", "dismiss", "A", " ", "only with a reason"),
        ("v-0000000001", "confirm", " ", "", "who decides"),
        ("v-0000000001", "accept", "A", "", "not 'accept'"),
    ],
)
def test_refused_decisions(
    tmp_path: Path, finding: str, decision: str, who: str, reason: str, says: str
) -> None:
    """What cannot be recorded is refused with a sentence and no file is written."""
    path = tmp_path / "x.yml"
    with pytest.raises(InputError, match=says):
        decide(made.audit(), finding, decision, who, "2026-11-20", reason, path)
    assert not path.exists()


def test_replacing_keeps_everything_else(sheet: Path) -> None:
    """Comments and other entries stay to the byte when one decision is replaced."""
    text = sheet.read_text().replace(
        "  - finding: v-0000000002", "  # asked twice\n  - finding: v-0000000002"
    )
    sheet.write_text(text + "# the end\n")
    with pytest.raises(InputError, match=r"decided already \(confirm by A. Reader, 2026-11-20"):
        decide(made.audit(), "v-0000000001", "question", "C", "2026-11-22", path=sheet)
    decide(made.audit(), "v-0000000001", "question", "C", "2026-11-22", path=sheet, replace=True)
    after = sheet.read_text()
    rest = text[text.index("  # asked twice") :]
    assert after.endswith(rest + "# the end\n")
    assert after.startswith(text[: text.index("  - finding: v-0000000001")])
    decided = decisions.apply(made.audit(), decisions.load(sheet))
    assert decided.states["v-0000000001"].decision == "question"
    assert len(decided.states) == 3


def test_adding_to_a_file_written_by_hand(tmp_path: Path) -> None:
    """An entry joins a list that is not indented, and a file that ends without a line end."""
    path = tmp_path / "x.yml"
    path.write_text(
        "article: made.md\ndecisions:\n- finding: v-0000000001\n  decision: confirm\n"
        "  who: A\n  when: 2026-11-20"
    )
    decide(made.audit(), "v-0000000002", "confirm", "B", "2026-11-21", path=path)
    decided = decisions.apply(made.audit(), decisions.load(path))
    assert set(decided.states) == {"v-0000000001", "v-0000000002"}


def test_letter_has_confirmed_and_questions_only(sheet: Path) -> None:
    """The letter names line and quote of what was confirmed or asked, and nothing dismissed."""
    audit = made.audit()
    text = letter(audit, decisions.apply(audit, decisions.load(sheet)))
    assert "The hazard ratio for stroke is 0.57 in the text and 0.45 in Table 1." in text
    assert "Table 1, line 17: “0.45” (estimate)" in text
    assert "## Questions" in text and "which one?" in text
    assert "the centre" not in text
    assert "The primary publication reports stroke, HR 0.57" in text
    assert not any(word in text.lower() for word in ("mistake", "wrong", "false", "fraud"))


def test_letter_shows_the_article_as_text(sheet: Path) -> None:
    """Nothing of the article becomes markup in the letter."""
    audit = made.audit()
    text = letter(audit, decisions.apply(audit, decisions.load(sheet)))
    assert "<script" not in text.replace("\\<script", "")


def test_letter_without_decisions() -> None:
    """Without a confirmed finding the letter says so."""
    assert "No finding has been confirmed" in letter(made.audit(), decisions.Decided())
