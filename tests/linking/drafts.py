"""Hand-made results with true spans, so that linking and TT are tested without any reader."""

from __future__ import annotations

from src.utils.records import (
    Arm,
    Article,
    Context,
    Dossier,
    Effect,
    Num,
    PValue,
    Result,
    Span,
    StudyRow,
    Table,
    Value,
)


class Draft:
    """Grows an article's text number by number; every number gets its true span."""

    def __init__(self) -> None:
        """Start with an empty text."""
        self.text = ""
        self.results: list[Result] = []
        self.studies: list[StudyRow] = []

    def num(self, text: str) -> Num:
        """Print a number and a space."""
        start = len(self.text)
        self.text += text + " "
        return Num(text, Span(start, start + len(text)))

    def word(self, text: str) -> Span:
        """Print words and a space."""
        start = len(self.text)
        self.text += text + " "
        return Span(start, start + len(text))

    def result(
        self,
        place: str = "text",
        *,
        ref: str = "",
        endpoint: str = "",
        criterion: str = "",
        values: tuple[str, ...] = (),
        kind: str = "median",
        effect: tuple[str, ...] = (),
        level: str = "",
        of: str = "HR",
        adjusted: bool = False,
        p: str = "",
        arms: tuple[str, ...] = (),
        label: str = "",
        table: int | None = None,
        row: int | None = None,
        tables: tuple[str, ...] = (),
        counts: tuple[tuple[str, str], ...] = (),
        row_words: str = "",
        sentence_words: str = "",
        **context: str,
    ) -> Result:
        """Print and record one result; ``p`` is "=0.02" or "<0.001"."""
        start = len(self.text)
        self.word(sentence_words or row_words or endpoint or "It")
        named = tuple(Arm(a, None, self.word(a)) for a in arms)
        shown = []
        for i, v in enumerate(values):
            arm = i if i < len(arms) else None
            if v == "NR":
                shown.append(Value((), kind, arm, self.word("not reached"), not_reached=True))
            else:
                nums = tuple(self.num(x) for x in v.split("~"))
                shown.append(Value(nums, kind, arm, nums[0].span))
        for k, n in counts:
            count, total = self.num(k), self.num(n)
            shown.append(Value((), "count", None, count.span, count=count, total=total))
        e = None
        if effect:
            nums = tuple(self.num(x) for x in effect)
            lev = self.num(level) if level else None
            low, high = (nums[1], nums[2]) if len(nums) == 3 else (None, None)
            e = Effect(of, nums[0], low, high, lev, adjusted=adjusted, span=nums[0].span)
        ps: tuple[PValue, ...] = ()
        if p:
            value = self.num(p.lstrip("<>="))
            ps = (PValue(p[: len(p) - len(p.lstrip("<>="))], value, value.span),)
        span = Span(start, len(self.text))
        self.text += "\n"
        made = Result(
            id=f"r-{len(self.results)}",
            place=place,  # type: ignore[arg-type]
            spans=(span,),
            label=label,
            ref=(ref,) if ref else (),
            study=f"Study {ref}" if ref else "",
            arms=named,
            endpoint=endpoint,
            criterion=criterion,
            values=tuple(shown),
            effect=e,
            p=ps,
            context=Context(row=row_words, sentence=sentence_words, **context),
            tables=tables,
            sentence=(span,),
            table=table,
            row=row,
        )
        self.results.append(made)
        return made

    def article(self, tables: tuple[str, ...] = ()) -> Article:
        """The article as far as the linker and the checks look at it."""
        count = max([len(tables), *(r.table + 1 for r in self.results if r.table is not None)])
        labels = [*tables, *("" for _ in range(count - len(tables)))]
        grids = tuple(Table(label, Span(0, 0), (), 0, 0) for label in labels)
        return Article("draft.md", "markdown", "", self.text, self.text, tables=grids)

    def dossier(self, tables: tuple[str, ...] = ()) -> Dossier:
        """The dossier with links made."""
        from src.utils.extraction import Extraction
        from src.utils.linking import link

        article = self.article(tables)
        extraction = Extraction(tuple(self.results), studies=tuple(self.studies))
        return Dossier(
            article=article,
            results=extraction.results,
            links=link(article, extraction),
            studies=extraction.studies,
        )
