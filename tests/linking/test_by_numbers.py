"""Links by rare numbers and by row words, which agree and never alarm."""

from __future__ import annotations

from src.utils.extraction import extract
from src.utils.linking.by_numbers.links import Numbers
from src.utils.linking.by_numbers.units import information, shared, telling, units_of
from src.utils.linking.held import Held
from src.utils.linking.reading import Reading
from src.utils.reading import read_text
from src.utils.records import Link, Result
from tests.linking.drafts import Draft

_TABLE = """
**Table 2. Lung function and symptoms at week 12**

| Measure | Inhaler | Placebo | P value |
| --- | --- | --- | --- |
| Morning peak flow, mean (SD) | 371.4 (62.8) | 349.9 (60.3) | 0.012 |
| Night waking | 14 (11.7) | 25 (21.4) | 0.038 |
| Rescue puffs per day, mean (SD) | 1.62 (0.91) | 2.05 (1.13) | <0.001 |
| Cough at exercise | 31 (25.8) | 33 (28.2) | 0.64 |
| Sputum production | 22 (18.3) | 24 (20.5) | 0.71 |
| Sick leave, mean days (SD) | 3.8 (2.4) | 4.1 (2.6) | 0.33 |
"""


def _links(reading: Reading) -> list[Link]:
    """The links of the pass alone."""
    return list(Numbers(reading).links(Held(reading.results, ())))


def _made(sentence: str, table: str = _TABLE) -> list[tuple[str, list[tuple[str, str]]]]:
    """Row heads and agreeing numbers that the pass alone finds for a sentence."""
    text = f"# Inhaler for asthma: a randomised trial\n\n## Results\n\n{sentence}\n{table}"
    article = read_text(text, "article.md")
    results = extract(article).results
    by_id: dict[str, Result] = {r.id: r for r in results}
    found: list[Link] = _links(Reading(article, results))
    return [
        (by_id[k.right].context.row, [(s.left.text, s.right.text) for s in k.shared]) for k in found
    ]


def test_rare_numbers_are_linked_under_other_words() -> None:
    """A mean with its spread stands in one row; other words for the measure do no harm."""
    found = _made("Expiratory capacity was 371.4 (SD 62.8) L/min with active treatment.")
    assert [row for row, _ in found] == ["Morning peak flow, mean (SD)"]
    assert ("371.4", "371.4") in found[0][1]


def test_a_common_number_without_the_words_of_its_row_is_no_link() -> None:
    """Twenty-two per cent of other people stand in no row, although a cell prints 22."""
    assert not _made("Of the parents, 22% had ever smoked at home.")


_HEART = """
**Table 3. Events in two years**

| Event | Ablation (n=412) | Drugs (n=409) |
| --- | --- | --- |
| Stroke | 9 (2.2) | 11 (2.7) |
| Readmission for heart failure | 58 (14.1) | 87 (21.3) |
| Pacemaker implanted | 33 (8.0) | 29 (7.1) |
| Major bleeding | 17 (4.1) | 24 (5.9) |
| Death from any cause | 21 (5.1) | 30 (7.3) |
"""


def test_two_numbers_side_by_side_are_found_in_their_two_columns() -> None:
    """14% and 21% stand in one row in this order, and a word of it is said."""
    found = _made("Readmitted were 14% of the patients and 21% of the controls.", _HEART)
    assert {row for row, _ in found} == {"Readmission for heart failure"}


def test_two_numbers_in_exchanged_order_are_not_linked_by_their_rarity() -> None:
    """21% and 14% in the other order stand in no row so."""
    assert not _made("Of the patients, 21% lived alone and 14% lived abroad.", _HEART)


def test_other_forms_of_a_word_name_the_row() -> None:
    """ "The dead of a sentence are the deaths of a table."""
    found = _made("With drugs, 7.3% died from any cause.", _HEART)
    assert [row for row, _ in found] == ["Death from any cause"]


def test_a_limit_of_p_goes_to_the_row_that_the_words_name() -> None:
    """P < 0.001 is found by the words of its row and bears the cell out."""
    found = _made("Fewer rescue puffs per day were needed with the inhaler (P < 0.001).")
    assert ("Rescue puffs per day, mean (SD)", [("0.001", "0.001")]) in found


def test_a_limit_that_the_named_row_does_not_bear_out_is_no_link() -> None:
    """P < 0.001 beside the words of a row with P = 0.64 is not linked by agreement."""
    assert not _made("Cough at exercise was rarer with the inhaler (P < 0.001).")


def test_other_work_is_not_linked() -> None:
    """A sentence of the introduction tells of other studies, whatever its numbers."""
    text = "# A trial\n\n## Introduction\n\nPeak flow was 371.4 (SD 62.8) in a survey.\n" + _TABLE
    article = read_text(text, "article.md")
    assert not _links(Reading(article, extract(article).results))


def test_a_threshold_is_no_result() -> None:
    """A percentage that only bounds a list is not the one that a cell prints."""
    assert not _made("Symptoms in at least 11.7% of patients, such as night waking, are listed.")


def test_what_is_linked_already_is_left_alone() -> None:
    """The pass adds nothing to a number of which another link speaks."""
    d = Draft()
    d.result(effect=("0.73", "0.58", "0.91"), sentence_words="relapse within a year")
    d.result(
        "table", effect=("0.73", "0.58", "0.91"), table=0, label="Table 2", row_words="Relapse"
    )
    dossier = d.dossier()
    links = [k for k in dossier.links if not k.shared]
    assert links
    reading = Reading(dossier.article, dossier.results)
    assert not list(Numbers(reading).links(Held(reading.results, links)))


def test_units_agree_only_in_all_that_both_print() -> None:
    """One differing bound makes two effects no repetition of each other."""
    d = Draft()
    a = d.result(effect=("0.73", "0.58", "0.91"))
    b = d.result("table", effect=("0.73", "0.58", "0.91"), table=0)
    c = d.result("table", effect=("0.73", "0.55", "0.91"), table=0)
    one, two, three = (next(units_of(r)) for r in (a, b, c))
    assert {s.name for s in shared(one, two)} == {"estimate", "low", "high"}
    assert shared(one, three) == ()
    # Three numerals of two telling digits each.
    assert information(shared(one, two)) == 3 * 2 * 0.75


def test_round_numbers_tell_little() -> None:
    """Every further digit says more; zeros that only print the precision say half a digit."""
    assert telling("50") < telling("47") < telling("47.3")
    assert telling("1.000") < telling("1.372")


_STAGES = """
**Table 3. Antibodies by stage and age**

| Characteristic | Positive, n/N | P value |
| --- | --- | --- |
| Primary tumour stage | | 0.04 |
| 1 | 14/70 | |
| 2 | 25/71 | |
| 3 | 31/77 | |
| Age (years) | | 0.61 |
| Body mass index (kg/m2) | | 0.36 |
| Smoking | | 0.87 |
| Albumin (g/L) | | 0.27 |
"""


def test_a_bracket_after_the_name_of_a_row_holds_its_p_value() -> None:
    """Two digits of P suffice where the words before the bracket are the row's name."""
    found = _made(
        "Antibodies were commoner with advanced primary tumour stage (P = 0.04).", _STAGES
    )
    assert ("Primary tumour stage", [("0.04", "0.04")]) in found


def test_a_bracket_after_another_name_holds_no_p_value_of_the_row() -> None:
    """The name of another thing that shares a word with the row is not the row's name."""
    assert not _made("Antibodies were commoner at the stage of recruitment (P = 0.04).", _STAGES)


def test_a_change_with_its_unit_in_a_bracket_is_found_in_the_row_of_its_name() -> None:
    """A signed length in a bracket is a finding, not a dose."""
    table = """
**Table 2. Changes from baseline**

| Measure | Walking | Usual care |
| --- | --- | --- |
| Hip circumference (cm) | -2.7 (0.4) | 0.8 (0.4) |
| Ferritin (ng/mL) | 5.3 (2.2) | 4.9 (2.1) |
| Grip strength (kg) | 1.9 (0.7) | 0.6 (0.7) |
| Resting pulse (bpm) | -3.4 (1.1) | -0.2 (1.2) |
"""
    found = _made("Walking was associated with smaller hip circumference (-2.7 cm).", table)
    assert [row for row, _ in found] == ["Hip circumference (cm)"]


def test_a_count_of_a_group_is_found_in_the_heading_that_gives_its_size() -> None:
    """A count with its percentage repeats the size in a column heading of that name."""
    table = """
**Table 3. Quality of life by visit**

| Domain | Month 4 (n = 1873) | Month 12 (n = 1529) |
| --- | --- | --- |
| Sleep, mean (SD) | 41.2 (9.3) | 44.7 (9.9) |
| Energy, mean (SD) | 37.5 (8.1) | 39.6 (8.8) |
| Mobility, mean (SD) | 52.8 (11.4) | 55.1 (12.0) |
"""
    said = "Questionnaires came back from 1873 (85.1%) at month 4 and 1529 (69.5%) at month 12."
    found = [s for _, shared_ in _made(said, table) for s in shared_]
    assert ("1873", "1873") in found
    assert ("1529", "1529") in found


_CHANGES = """
**Table 3. Change from baseline to week 24**

| Measure | Diuretic | Placebo |
| --- | --- | --- |
| Systolic pressure, mmHg, median (Q1, Q3) | −11.46 (−17.85, −2.14) | −1.82 (−6.48, 4.79) |
| Body weight, kg, mean (SD) | −2.73 (1.91) | 0.14 (1.66) |
| Potassium, mmol/L, mean (SD) | 0.21 (0.32) | 0.02 (0.29) |
| Sodium, mmol/L, mean (SD) | 0.92 (1.38) | 0.36 (1.27) |
"""


def test_what_fell_needs_no_sign() -> None:
    """ "Fell by 11.46" is the median that the table prints as -11.46 beside its quartiles."""
    found = _made("Systolic pressure fell by 11.46 mmHg with the diuretic.", _CHANGES)
    assert [pairs for _, pairs in found] == [[("11.46", "11.46")]]
    said = "Body weight fell by a mean of 2.73 kg (SD 1.91) with the diuretic."
    assert any(("2.73", "2.73") in pairs for _, pairs in _made(said, _CHANGES))


def test_what_rose_is_not_what_fell() -> None:
    """Without a word of falling a sign is a sign."""
    assert _made("Systolic pressure rose by 11.46 mmHg with the diuretic.", _CHANGES) == []
