"""Numbers of the text that several cells of one table give: sums, shares, rests, differences."""
