"""How a claim's numbers are written for a reader: powers of ten and minus signs set as such, seeds in a row as a range."""

import re

# 4e-16, 7.25e+10; the mantissa begins its own number: no letter, digit or point stands before it.
SCIENTIFIC = re.compile(r"(?<![\w.])(-?\d+(?:\.\d+)?)e([+-]?\d+)(?!\w)")
SPACE = "\N{NO-BREAK SPACE}"
# Format strings write 88.9% and -0.11; a page writes 88.9 % and −0.11 and breaks no line inside. GPT-2 and 3-5 keep their hyphen.
AS_ON_A_PAGE = (
    (re.compile(r"(?<=\d) ?%"), f"{SPACE}%"),
    (re.compile(r"(?<![\w.)\]])-(?=\d)"), "−"),
    (re.compile(r"(?<=[\w²]) = (?=[\d−])"), f"{SPACE}={SPACE}"),
)


def readable(text: str) -> str:
    """Set 4e-16 as 4 × 10<sup>−16</sup>, 4e-03 as 0.004, 0e+00 as 0, 88.9% as 88.9 % and -0.1 as −0.1.

    `text` is HTML. Raised digits as characters would ask for a font file of their own.
    """
    text = SCIENTIFIC.sub(_product, text)
    for sign, written in AS_ON_A_PAGE:
        text = sign.sub(written, text)
    return text


def _product(match: re.Match[str]) -> str:
    mantissa, exponent = match[1], int(match[2])
    if float(mantissa) == 0:
        return "0"
    if -4 < exponent < 0:
        return f"{float(match[0]):.{-exponent + len(mantissa.lstrip('-').partition('.')[2])}f}"
    return f"{mantissa}{SPACE}×{SPACE}10<sup>{str(exponent).replace('-', '−')}</sup>"


def seeds(seed: int | list[int]) -> str:
    """Write seeds as they are, those in a row as a range: 0–99."""
    if isinstance(seed, int):
        return str(seed)
    if len(seed) > 2 and seed == list(range(seed[0], seed[0] + len(seed))):
        return f"{seed[0]}–{seed[-1]}"
    return ", ".join(map(str, seed))
