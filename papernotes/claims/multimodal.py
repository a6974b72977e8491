"""Claims of the topic multimodal that concern CLIP: its loss, its gradient, and what it learns from pairs."""

import numpy as np

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array, digits, finite_differences, softmax

NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def unit_rows(x: Array) -> Array:
    """Scale each row of `x` to length 1."""
    return x / np.linalg.norm(x, axis=-1, keepdims=True)


def clip_loss(z: Array) -> float:
    """Return the mean of both cross-entropies of scaled similarities `z` (N, N) whose right answers are the diagonal."""
    rows, columns = softmax(z, axis=1), softmax(z, axis=0)
    return -0.5 * float(np.mean(np.log(np.diag(rows)) + np.log(np.diag(columns))))


@claim(
    "multimodal-clip-loss-of-equal-embeddings-is-log-n",
    "CLIP's loss is log N when all embeddings are equal, and random embeddings cost more than that.",
    source="[@radford2021learning, Fig. 3]",
    note="multimodal/clip",
)
def clip_loss_of_equal_embeddings_is_log_n(broken: bool = False) -> Measured:
    """Embed N pairs by one and the same vector, and then by random vectors of width 64, and compare the loss with log N.

    Random embeddings are worse than none: the temperature 0.07 makes them confident about wrong pairs.
    The broken variant leaves the true pair out of the denominators.
    """
    sizes, seeds = [3, 64, 512], range(5)

    def loss(images: Array, texts: Array) -> float:
        z = images @ texts.T / 0.07  # (N, N)
        if not broken:
            return clip_loss(z)
        others = np.where(np.eye(len(z), dtype=bool), -np.inf, z)
        rows, columns = (np.log(np.exp(others).sum(axis=axis)) for axis in (1, 0))
        return float(np.mean(0.5 * (rows + columns) - np.diag(z)))

    equal = [loss(*[np.tile(unit_rows(np.ones((1, 64))), (n, 1))] * 2) for n in sizes]
    random = [loss(*unit_rows(np.random.default_rng(seed).standard_normal((2, 512, 64)))) for seed in seeds]
    difference = float(np.abs(equal - np.log(sizes)).max())
    assert difference < 1e-12, f"the loss of equal embeddings is {difference} away from log N"  # rounding of sums of 512 terms
    assert min(random) > np.log(512) + 0.5, f"random embeddings cost {random}, not clearly more than log 512"  # spread is 0.1
    return Measured(
        expected=f"log 512 = {np.log(512):.3f}; more for random embeddings",
        measured=f"{equal[-1]:.3f}; {np.mean(random):.2f} (from {min(random):.2f} to {max(random):.2f}, five seeds)",
        numbers={"sizes": sizes, "equal": equal, "random": random},
        seed=list(seeds),
    )


@claim(
    "multimodal-clip-loss-falls-with-the-diagonal",
    "CLIP's loss falls from log N towards 0 as true pairs grow alike, and how far it falls is set by the temperature.",
    source="[@radford2021learning, Fig. 3]",
    note="multimodal/clip",
)
def clip_loss_falls_with_the_diagonal(broken: bool = False) -> Measured:
    """Build 128 pairs whose cosine is c for the true text and 0 for every other, and follow the loss as c grows.

    The oracle is the closed form log(1 + (N - 1) exp(-c / tau)).
    The broken variant pairs each image with the text of its neighbour.
    """
    n, cosines = 128, np.linspace(0, 1, 21)
    basis, _ = np.linalg.qr(np.random.default_rng(0).standard_normal((2 * n, 2 * n)))
    images, aside = basis[:n], basis[n:]  # each (N, 2N), all rows at right angles

    def losses(tau: float) -> Array:
        texts = [c * images + np.sqrt(1 - c * c) * aside for c in cosines]  # 21 of (N, 2N), rows of length 1
        return np.array([clip_loss(images @ np.roll(t, int(broken), axis=0).T / tau) for t in texts])

    curves = {tau: losses(tau) for tau in (1.0, 0.07, 0.01)}  # 0.07 is CLIP's start, 0.01 its limit
    difference = max(np.abs(curve - np.log1p((n - 1) * np.exp(-cosines / tau))).max() for tau, curve in curves.items())
    # one exp, one log and a sum of 128 terms, at arguments up to 100: a few hundred roundings
    assert difference < 1e-11, f"the loss is {difference} away from its closed form"
    assert all((np.diff(curve) <= 0).all() for curve in curves.values()), "the loss rises somewhere"
    start, end = curves[0.07][0], {tau: curve[-1] for tau, curve in curves.items()}
    return Measured(
        expected="log 128 = 4.852 at cosine 0, then falling; at cosine 1: log(1 + 127 exp(-1/tau))",
        measured=f"{start:.3f} at cosine 0; at cosine 1: {end[1.0]:.2f} with tau 1, {end[0.07]:.0e} with tau 0.07",
        numbers={"cosines": cosines.tolist(), "losses": {str(tau): curve.tolist() for tau, curve in curves.items()}},
        seed=0,
    )


@claim(
    "multimodal-clip-gradient-pulls-pairs-and-pushes-the-rest",
    "The gradient of CLIP's loss by its similarities is (R + C − 2I) / 2N: true pairs are pulled, false ones pushed as far as they are believed.",
    source="[@radford2021learning, Fig. 3]",
    note="multimodal/clip",
)
def clip_gradient_pulls_pairs_and_pushes_the_rest(broken: bool = False) -> Measured:
    """Take the page's batch of three with tau = 0.2 and compare the formula with finite differences of the loss.

    R and C are the softmax over rows and over columns of Z (3, 3).
    The broken variant forgets that each text also chooses among the images.
    """
    cosines = np.array([[0.9, 0.2, 0.1], [0.3, 0.7, 0.4], [0.0, 0.5, 0.6]])
    z = cosines / 0.2
    rows = softmax(z, axis=1)
    columns = rows if broken else softmax(z, axis=0)
    formula = (rows + columns - 2 * np.eye(3)) / 6
    estimate = finite_differences(clip_loss, z)
    difference = float(np.abs(formula - estimate).max())
    # central differences with step 1e-6 err by about 1e-16 / 1e-6 from rounding
    assert difference < 1e-8, f"formula and finite differences differ by {difference}"
    push, pull = estimate[2, 1], estimate[2, 2]
    return Measured(
        expected="gradient from finite differences; loss 0.2768, strongest push 0.1033, strongest pull -0.1178",
        measured=f"differs by {difference:.0e}; loss {clip_loss(z):.4f}, push {push:.4f}, pull {pull:.4f}",
        numbers={"loss": clip_loss(z), "loss_at_0.07": clip_loss(cosines / 0.07), "rows": rows.tolist(), "columns": columns.tolist(), "gradient": formula.tolist()},
    )


def letters(name: str) -> Array:
    """Count the 26 letters of a name: (26,)."""
    return np.bincount([ord(letter) - ord("a") for letter in name], minlength=26).astype(float)


def contrastive_step(images: Array, texts: Array, w_image: Array, w_text: Array, tau: float) -> tuple[Array, Array]:
    """Return the gradients of CLIP's loss by both encoders, for images (N, p) and texts (N, q) that belong together."""
    n = len(images)
    a, b = images @ w_image, texts @ w_text  # (N, e) each
    u, t = unit_rows(a), unit_rows(b)
    z = u @ t.T / tau  # (N, N)
    dz = (softmax(z, axis=1) + softmax(z, axis=0) - 2 * np.eye(n)) / (2 * n)
    du, dt = dz @ t / tau, dz.T @ u / tau
    da = (du - u * (u * du).sum(1, keepdims=True)) / np.linalg.norm(a, axis=1, keepdims=True)  # through the scaling
    db = (dt - t * (t * dt).sum(1, keepdims=True)) / np.linalg.norm(b, axis=1, keepdims=True)
    return images.T @ da, texts.T @ db


@claim(
    "multimodal-clip-learns-from-pairs-alone",
    "Two encoders that start from random weights and see only image–text pairs can then classify unseen images by name.",
    source="[@radford2021learning, §2.3]",
    note="multimodal/clip",
)
def clip_learns_from_pairs_alone(broken: bool = False) -> Measured:
    """Train two linear encoders with CLIP's loss on real digits and their names, spelled as counts of letters.

    1,200 images (64 pixels) and names (26 letters) go into 16 dimensions; the other 597 images take the nearest name.
    The names are what the images are classified by, so it is the pairing that teaches: the broken variant gives each image a random name.
    """
    pixels, labels = digits()[0].reshape(-1, 64), digits()[1]
    spelled = np.array([letters(name) for name in NAMES])  # (10, 26)

    def accuracy(seed: int) -> tuple[float, float]:
        rng = np.random.default_rng(seed)
        named = rng.permutation(labels[:1200]) if broken else labels[:1200]
        encoders = [rng.standard_normal((64, 16)) / 8, rng.standard_normal((26, 16)) / 5]

        def right() -> float:
            return float(np.mean(((pixels[1200:] @ encoders[0]) @ unit_rows(spelled @ encoders[1]).T).argmax(1) == labels[1200:]))

        before = right()
        for _ in range(300):
            batch = rng.choice(1200, 100, replace=False)
            gradients = contrastive_step(pixels[batch], spelled[named[batch]], *encoders, tau=0.2)
            encoders = [weights - 0.5 * gradient for weights, gradient in zip(encoders, gradients, strict=True)]
        return before, right()

    seeds = range(5)
    before, after = (list(column) for column in zip(*map(accuracy, seeds), strict=True))
    # chance is 0.10; a linear map has to reach the range of other linear classifiers on these digits
    assert min(after) > 0.8, f"accuracy after training is only {after}"
    return Measured(
        expected="far above the chance of 10 %",
        measured=f"{100 * np.mean(after):.1f} % (from {100 * min(after):.1f} to {100 * max(after):.1f}, five seeds); {100 * np.mean(before):.0f} % before training",
        numbers={"before": before, "after": after},
        seed=list(seeds),
    )
