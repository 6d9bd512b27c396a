"""Statistics that checks recompute: pure functions, floats and exact intervals in, ranges out.

What belongs here: formulae with their source. What does not: what a disagreement means (that is
`checks`). Nothing heavy is imported, so that a run over thousands of articles starts at once;
scipy and statsmodels are the oracles in the tests.
"""

from src.utils.statistics.intervals import (
    Range,
    centre,
    difference_centred,
    log_symmetric,
    p_range,
    skew,
    smallest_error,
    standard_error,
    z_range,
)
from src.utils.statistics.normal import (
    beta_quantile,
    incomplete_beta,
    level_quantile,
    normal_cdf,
    normal_quantile,
    one_sided_p,
    student_p,
    two_sided_p,
    z_of_p,
)
from src.utils.statistics.proportions import (
    METHODS,
    agresti_coull,
    clopper_pearson,
    jeffreys,
    wald,
    wilson,
)
from src.utils.statistics.twobytwo import (
    effect_from_counts,
    fisher,
    p_ranges,
    pearson,
    possible_counts,
    yates,
)

__all__ = [
    "METHODS",
    "Range",
    "agresti_coull",
    "beta_quantile",
    "centre",
    "clopper_pearson",
    "difference_centred",
    "effect_from_counts",
    "fisher",
    "incomplete_beta",
    "jeffreys",
    "level_quantile",
    "log_symmetric",
    "normal_cdf",
    "normal_quantile",
    "one_sided_p",
    "p_range",
    "p_ranges",
    "pearson",
    "possible_counts",
    "skew",
    "smallest_error",
    "standard_error",
    "student_p",
    "two_sided_p",
    "wald",
    "wilson",
    "yates",
    "z_of_p",
    "z_range",
]
