"""Test statistics and measures of heterogeneity, and the P values that go with them.

Their numbers are no effects: F(2,31) = 12.13 beside a label of a ratio is none of its estimates,
and the P value behind I2 speaks of heterogeneity.
"""

from __future__ import annotations

import re

#: A word that says what the P in its bracket or after its colon tests: heterogeneity (P = 0.01).
P_HEADED = re.compile(
    r"(?i)(?:(?P<heterogeneity>(?:hetero|homo)geneity)|(?P<interaction>interactions?)"
    r"|tests?\s++for\s++(?:linear\s++)?(?P<trend>trends?)"
    r"|(?P<noninferiority>\bnon[\s-]*+inferior(?:ity|(?:\s++to\s++[^\s()\[\];,.]++){0,1}))"
    r"|(?P<superiority>\bsuperiority))(?:\s++(?:tests?|effects?|criteri\w++))?\s?[(\[:,]\s?\Z"
)
#: Heterogeneity is measured after this P: (P = 0.12; I2 = 35%).
I_SQUARED_AFTER = re.compile(r"[\s)\],;]{1,4}(?:and\s)?I\s?\^?\s?[2²]")
#: Before a P that controls the false discovery rate, and after it: no P value of one test.
RATE_CONTROLLED = re.compile(
    r"(?i)(?:\bFDR|false[\s-]discovery(?:[\s-]rates?)?)(?:[\s-]?(?:adjusted|corrected|controlled))?"
    r"[\s,:(-]{0,2}\Z"
)
RATE_CONTROLLED_AFTER = re.compile(
    r"(?i)[\s,(\[]{1,3}(?:after\s|with\s|by\s)?(?:FDR|false[\s-]discovery(?:[\s-]rate)?)[\s-]?"
    r"(?:adjust|correct|control)"
)
#: A test statistic or a measure of heterogeneity with its degrees of freedom and value; none of
#: it is an effect: F(2,31) = 12.13; t = 2.31; χ2(1, N = 90) = 5.2; df = 3; I2 = 35%.
TEST_STATISTIC = re.compile(
    r"(?:(?P<heterogeneity>I(?:\s?\^?\s?[2²]|[-\s]squared?)"
    r"|(?:[Tt]au|τ)\s?\^?\s?[2²]?|(?i:Cochran'?s?)\s?Q|Q)"
    r"|(?:q(?:[\s-]values?)?|[tTFzZUHWV]|(?:[Ww]ald\s)?(?:χ|[Xx]|(?i:chi))(?:\s?\^?\s?[2²]|(?i:[-\s]?squared?))?"
    r"|[Dd]\.?[Ff]\b\.?|[Rr]\s?[2²]"
    r"|Wald))(?:[\s-](?:statistics?|values?|scores?|tests?))?"
    r"(?:\s?[(\[]\s?(?:d\.?f\.?\s?=\s?)?\d{1,6}(?:\.\d{1,3})?"
    r"(?:\s?[,;]\s?(?:[nN]\s?=\s?)?\d{1,6}(?:\.\d{1,3})?)?\s?[)\]]"
    r"|\s?\d{1,3}\s?,\s?\d{1,5}(?:\.\d{1,2})?(?=\s?[=<>]))?"
    r"\s{0,2}(?:[=<>≤≥≈]|:(?=\s?\d))\s{0,2}[+-]?\s?(?:\d++(?:[.,]\d++)*+|\.\d++)(?:[eE]-?\d++)?(?:\s?%)?"
    r"(?=\s{0,2}(?:[,;:)\](/\[.]|\Z|(?:and|with|for|or|in|on|but|whereas|while)\b|[pP]\b))"
)
#: How a test statistic begins, in lower case.
TEST_STATISTICS = frozenset(
    """i i² i-squared d q-value q-values tau tau² τ τ² q cochran cochran's t f z u h w v χ χ² x x²
    chi chi² chi-square chi-squared df r² wald t-value t-statistic t-test f-value f-statistic
    z-score z-value""".split()
)
