"""Which row and which column of a table words name: one answer for every linker of this package.

Words are stems (`linking.words.tokens`), each beside what it is short for or what is short for it
in the article (`abbreviations`); words of grammar and of every report are left out.

Rows (`rows.RowWords`). A row is called by its own head and, at half the weight, by the headings
above it; where its own head is only a statistic, an answer or a point in time, the heading above
is its own. A word weighs the more the fewer rows have it, and what says only the sort of number
(`rows.SORTS`) a third. What is said is a mapping of stems to weights: 1 beside the number, less the
further away. Of the answers, between 0 and 1 but for the last:

- ``own_share``: how much of the row's own head is said; ``bare_share`` without its brackets. From
  0.8 on the row is named, from about 0.25 it is named in part, below that it is not.
- ``Fit.share``: the same with the headings above.
- ``Fit.rank`` and ``Fit.led``: how many rows fit as well, and whether another fits much better;
  then the words contradict that this row is meant, whatever its share.
- ``Fit.seldom``: how seldom sentences of the article say these words, as a logarithm of odds.
- ``called``: the rows whose whole name a phrase is. `brackets` reads the phrase before a bracket,
  `phrases` those right before and right after a number.

Columns. `columns.bind` says to which column of a row each of several numbers belongs, and None
where the sentence leaves it open or says two things; `groups` finds the names of any groups (of
columns, or of rows of one column) in a stretch of text.
"""
