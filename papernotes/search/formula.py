"""TeX as a line of text that can be read and searched: `\\theta_0 \\odot m` becomes `θ_0 ⊙ m`."""

import re

GREEK = dict(
    zip(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega "
        "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(),
        "αβγδεεζηθθικλμνξπρρσςτυφφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        strict=True,
    )
)
SIGNS = GREEK | {
    "times": "×", "cdot": "·", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "circ": "∘", "pm": "±", "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇",
    "infty": "∞", "in": "∈", "notin": "∉", "cup": "∪", "cap": "∩", "subset": "⊂", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫",
    "approx": "≈", "sim": "∼", "propto": "∝", "equiv": "≡", "to": "→", "rightarrow": "→", "leftarrow": "←", "mapsto": "↦", "ldots": "…", "dots": "…", "cdots": "…",
    "top": "⊤", "mid": "|", "vert": "|", "lVert": "‖", "rVert": "‖", "lvert": "|", "rvert": "|", "langle": "⟨", "rangle": "⟩", "sqrt": "√", "ell": "ℓ", "forall": "∀", "exists": "∃",
    "log": "log", "exp": "exp", "max": "max", "min": "min", "arg": "arg", "argmax": "argmax", "sin": "sin", "cos": "cos", "tanh": "tanh", "lim": "lim", "det": "det", "Pr": "Pr",
}  # fmt: skip
FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
COMMAND = re.compile(r"\\([a-zA-Z]+)\*?|\\(.)")
ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\{[^{}]*\})?")


def readable(tex: str) -> str:
    """Write a formula in one line: signs for commands, contents for what only changes the look."""
    text = ENVIRONMENT.sub(" ", tex)
    while (shorter := FRACTION.sub(r" \1/\2 ", text)) != text:
        text = shorter
    text = COMMAND.sub(lambda m: f" {SIGNS.get(m[1], '')} " if m[1] else " ", text)
    text = re.sub(r"[{}&~]", "", text).replace("'", "′")
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"\s*([_^])\s*|(?<=[(\[|])\s+|\s+(?=[)\],.;:|])", lambda m: m[1] or "", text)
