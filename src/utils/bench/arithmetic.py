"""How often the arithmetic checks are wrong on correct numbers, and how many slips they see.

``python -m src.utils.bench.arithmetic`` simulates ratio triples and percentages as articles print
them, counts verdicts at warning or above on the correct ones (there must be none), plants one
wrong last digit into each, and prints the share that is seen. A digit off by one often stays inside
the rounding of the three numerals, where no reader could see it from them alone. Nothing here
reads an article.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter

from src.utils import statistics
from src.utils.checks import registry
from src.utils.printed import printed
from src.utils.records import Arm, Article, Dossier, Effect, Num, PValue, Result, Span, Value

_HERE = Span(0, 0)
_ARTICLE = Article("simulated", "markdown", "0" * 64, "", "")


def _num(text: str) -> Num:
    return Num(text, _HERE)


def ratio(rng: random.Random, places: int) -> tuple[str, str, str, str]:
    """Estimate, bounds and P of one simulated comparison, rounded as printed."""
    log, error = rng.gauss(0, 0.5), math.exp(rng.uniform(math.log(0.05), math.log(0.6)))
    z = statistics.level_quantile(95.0)
    e, low, high = (f"{math.exp(log + k * z * error):.{places}f}" for k in (0, -1, 1))
    p = statistics.two_sided_p(log / error)
    return e, low, high, f"{p:.3f}"


def last_digit(rng: random.Random, text: str) -> str:
    """The numeral with another last digit."""
    return text[:-1] + rng.choice([d for d in "0123456789" if d != text[-1]])


def ratio_result(e: str, low: str, high: str, p: str | None = None) -> Result:
    """A result as an article would give it."""
    effect = Effect("HR", _num(e), _num(low), _num(high), _num("95"))
    relation, value = ("<", "0.001") if p == "0.000" else ("=", p or "0")
    ps = (PValue(relation, _num(value), _HERE),) if p else ()
    return Result("r", "text", (), effect=effect, p=ps)


def share_result(k1: int, n1: int, k2: int, n2: int, places: int) -> Result:
    """Two percentages with their arms and Fisher's P."""
    values = tuple(
        Value((_num(f"{100 * k / n:.{places}f}"),), "percent", arm)
        for arm, (k, n) in enumerate(((k1, n1), (k2, n2)))
    )
    arms = (Arm("A", _num(str(n1))), Arm("B", _num(str(n2))))
    p = f"{statistics.fisher(k1, n1, k2, n2):.3f}"
    relation, value = ("<", "0.001") if p == "0.000" else ("=", p)
    return Result(
        "r", "text", (), arms=arms, values=values, p=(PValue(relation, _num(value), _HERE),)
    )


def loud(result: Result, select: tuple[str, ...]) -> list[str]:
    """Codes that speak at warning or above on one result."""
    verdicts = registry.run(Dossier(_ARTICLE, (result,)), select=select)
    return [v.check for v in verdicts if v.severity in ("error", "warning")]


def simulate(trials: int, seed: int) -> dict[str, str]:
    """The rates, as sentences' numbers, of ``trials`` simulated results of each kind."""
    rng = random.Random(seed)
    false: Counter[str] = Counter()
    seen: dict[tuple[str, str], list[int]] = {}
    for _ in range(trials):
        places = rng.choice((1, 2, 2, 2, 3))
        e, low, high, p = ratio(rng, places)
        if printed(low).value > 0:
            false.update(loud(ratio_result(e, low, high, p), ("CI", "PV")))
            numbers = [e, low, high]
            at = rng.randrange(3)
            right, numbers[at] = numbers[at], last_digit(rng, numbers[at])
            one, two, three = (printed(text).interval for text in numbers)
            caught = not statistics.log_symmetric(one, two, three)
            caught = caught or two.low > one.high or one.low > three.high
            by = abs(int(right[-1]) - int(numbers[at][-1]))
            role = ("estimate", "lower bound", "upper bound")[at]
            for key in ((role, "by 1" if by == 1 else "by 2 or more"), ("any numeral", "all")):
                count = seen.setdefault(key, [0, 0])
                count[0] += 1
                count[1] += caught
        n1, n2 = rng.randint(10, 600), rng.randint(10, 600)
        k1, k2 = rng.randint(0, n1), rng.randint(0, n2)
        false.update(loud(share_result(k1, n1, k2, n2, rng.choice((0, 1, 2))), ("PR", "PV")))
    out = {"simulated correct ratios and shares": f"{trials} each", "seed": str(seed)}
    out["loud verdicts on them"] = (
        ", ".join(f"{c}: {n}" for c, n in sorted(false.items())) or "none"
    )
    for (role, step), (planted, found) in sorted(seen.items()):
        out[f"wrong last digits seen, {role}, {step}"] = (
            f"{found} of {planted} ({found / planted:.1%})"
        )
    return out


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--trials", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20240719)
    given = parser.parse_args()
    for name, value in simulate(given.trials, given.seed).items():
        print(f"{name}: {value}")


if __name__ == "__main__":
    main()
