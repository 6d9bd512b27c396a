"""Links in an article whose tables have one row per study."""

from __future__ import annotations

from tests.linking.drafts import Draft


def _pairs(draft: Draft) -> set[tuple[str, str]]:
    return {(k.left, k.right) for k in draft.dossier().links}


def test_same_study_and_endpoint_link_although_the_estimate_differs() -> None:
    """Two of three numbers and the keys make the link; the third number is the finding."""
    d = Draft()
    text = d.result(ref="7", endpoint="PFS", values=("9.6", "5.4"), effect=("0.57", "0.45", "0.72"))
    cell = d.result(
        "table",
        ref="7",
        endpoint="PFS",
        values=("9.6", "5.4"),
        effect=("0.45", "0.45", "0.72"),
        table=0,
    )
    link = d.dossier().links[0]
    assert (link.left, link.right) == (text.id, cell.id)
    assert link.certainty == 1.0 and link.open_keys == ()


def test_another_study_another_endpoint_another_criterion_stay_apart() -> None:
    """A key on which two results disagree makes them different results."""
    d = Draft()
    d.result(ref="7", endpoint="ORR", criterion="mRECIST", values=("54.1", "25.0"), kind="percent")
    d.result(
        "table",
        ref="7",
        endpoint="ORR",
        criterion="RECIST 1.1",
        values=("45.9", "20.8"),
        kind="percent",
        table=0,
    )
    d.result("table", ref="7", endpoint="OS", values=("17.8", "11.5"), table=0)
    d.result(
        "table",
        ref="8",
        endpoint="ORR",
        criterion="mRECIST",
        values=("54.1", "25.0"),
        kind="percent",
        table=0,
    )
    assert _pairs(d) == set()


def test_an_open_criterion_is_settled_by_the_numbers() -> None:
    """A sentence without criterion goes to the cell whose numbers it prints."""
    d = Draft()
    text = d.result(ref="7", endpoint="ORR", values=("44.3", "10.4"), kind="percent", p="=0.001")
    d.result(
        "table",
        ref="7",
        endpoint="ORR",
        criterion="RECIST 1.1",
        values=("31.2", "9.1"),
        kind="percent",
        p="<0.001",
        table=0,
    )
    cell = d.result(
        "table",
        ref="7",
        endpoint="ORR",
        criterion="mRECIST",
        values=("44.3", "10.4"),
        kind="percent",
        p="<0.001",
        table=0,
    )
    link = next(k for k in d.dossier().links if k.left == text.id)
    assert link.right == cell.id and link.open_keys == ()


def test_an_open_criterion_that_no_number_settles_is_open() -> None:
    """Without equal numbers the open key stays, and every difference speaks more softly."""
    d = Draft()
    d.result(ref="7", endpoint="ORR", values=("41.0", "12.0"), kind="percent")
    d.result(
        "table",
        ref="7",
        endpoint="ORR",
        criterion="mRECIST",
        values=("44.3", "10.4"),
        kind="percent",
        table=0,
    )
    assert d.dossier().links[0].open_keys == ("criterion",)


def test_three_arms_are_assigned_one_to_one() -> None:
    """Two comparisons of one trial go to their own cells, by the numbers."""
    d = Draft()
    a = d.result(ref="4", endpoint="PFS", values=("15", "8.2"), effect=("0.77", "0.61", "0.98"))
    b = d.result(ref="4", endpoint="PFS", values=("10", "8.2"), effect=("0.94", "0.75", "1.19"))
    x = d.result(
        "table",
        ref="4",
        endpoint="PFS",
        values=("10", "8.2"),
        effect=("0.94", "0.75", "1.19"),
        table=0,
    )
    y = d.result(
        "table",
        ref="4",
        endpoint="PFS",
        values=("15", "8.2"),
        effect=("0.77", "0.61", "0.98"),
        table=0,
    )
    assert {(a.id, y.id), (b.id, x.id)} <= _pairs(d)
    assert (a.id, x.id) not in _pairs(d)


def test_renamed_endpoint_links_by_its_numbers() -> None:
    """Six equal numbers under another endpoint are the same report, named differently."""
    d = Draft()
    d.result(ref="9", endpoint="OS", values=("13.9", "8.2"), effect=("0.41", "0.30", "0.55"))
    d.result(
        "table",
        ref="9",
        endpoint="PFS",
        values=("13.9", "8.2"),
        effect=("0.41", "0.30", "0.55"),
        table=0,
    )
    link = d.dossier().links[0]
    assert link.basis == "numbers"
