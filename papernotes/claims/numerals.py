"""How a claim's numbers are written for a reader: powers of ten and minus signs set as such, seeds in a row as a range."""

import re

# 4e-16, 7.25e+10; the mantissa begins its own number: no letter, digit or point stands before it.
SCIENTIFIC = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?)e([+-]?\d+)(?!\w)")
# -0.03, not the hyphen of GPT-2 or of 3-5.
MINUS = re.compile(r"(?<![\w.)\]])-(?=\d)")


def readable(text: str) -> str:
    """Set 4e-16 as 4 × 10<sup>−16</sup>, 4e-03 as 0.004, 0e+00 as 0 and -1 as −1.

    `text` is HTML. Raised digits as characters would ask for a font file of their own.
    """
    return MINUS.sub("−", SCIENTIFIC.sub(_product, text))


def _product(match: re.Match[str]) -> str:
    mantissa, exponent = match[1], int(match[2])
    if float(mantissa) == 0:
        return "0"
    if -4 < exponent < 0:
        return f"{float(match[0]):.{-exponent + len(mantissa.lstrip('-').partition('.')[2])}f}"
    return f"{mantissa}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10<sup>{str(exponent).replace('-', '−')}</sup>"


def seeds(seed: int | list[int]) -> str:
    """Write seeds as they are, those in a row as a range: 0–99."""
    if isinstance(seed, int):
        return str(seed)
    if len(seed) > 2 and seed == list(range(seed[0], seed[0] + len(seed))):
        return f"{seed[0]}–{seed[-1]}"
    return ", ".join(map(str, seed))
