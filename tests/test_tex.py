"""How formulas are set."""

import pytest

from papernotes.tex import Formula, Katex


@pytest.mark.parametrize(("tex", "parts"), [(r"8.5\times10^{7}", 1), (r"1.9 \cdot 10^{-4}", 1), (r"n \approx 393{,}216\times10^8", 2), (r"x^2\times10^3", 2), (r"a\times b", 2)])
def test_a_line_does_not_break_between_a_number_and_its_power_of_ten(tex: str, parts: int):
    """KaTeX makes one part of what a browser keeps together; a factor that is no number stands apart as before."""
    katex, formula = Katex(), Formula(tex, display=False)
    try:
        assert katex.render([formula]) == {}
        assert katex.shown(formula).count('class="katex-base"') == parts
    finally:
        katex.close()
