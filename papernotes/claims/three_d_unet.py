"""Claims of the topic 3D that concern U-Net: its border, its tiles, its size and its loss."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy.ndimage import distance_transform_edt

from papernotes.claims import Measured, claim
from papernotes.claims.arrays import Array

LEVELS = 5


def weights(seed: int) -> dict[str, Array]:
    """Draw the kernels of a U-Net on a line of pixels, with 2, 4, 8, 16 and 32 channels: a kernel is (width, in, out)."""
    rng = np.random.default_rng(seed)
    drawn, channels = {}, [2 ** (level + 1) for level in range(LEVELS)]
    for level, n in enumerate(channels):
        before = channels[level - 1] if level else 1
        shapes = {"down_a": (3, before, n), "down_b": (3, n, n)}
        if level < LEVELS - 1:
            shapes |= {"grow": (2, 2 * n, n), "up_a": (3, 2 * n, n), "up_b": (3, n, n)}
        for name, shape in shapes.items():
            drawn[f"{name}{level}"] = rng.standard_normal(shape) * np.sqrt(2 / (shape[0] * shape[1]))
    return drawn


def convolve(x: Array, kernel: Array, padded: bool) -> Array:
    """Convolve a line (n, in) with a kernel (3, in, out) and cut below 0: (n - 2, out), or (n, out) when padded by zeros."""
    x = np.pad(x, ((1, 1), (0, 0))) if padded else x
    return np.maximum(np.einsum("ncw,wco->no", sliding_window_view(x, 3, axis=0), kernel), 0)


def unet(x: Array, w: dict[str, Array], padded: bool = False, deep: bool = True) -> Array:
    """Run the five levels of a U-Net over a line (n,): down, up, and copies across; (n - 184, 2), or (n, 2) when padded.

    `deep=False` silences what comes up from the lowest level.
    """
    copies, x = [], x[:, None]
    for level in range(LEVELS):
        x = convolve(convolve(x, w[f"down_a{level}"], padded), w[f"down_b{level}"], padded)
        copies.append(x)
        if level < LEVELS - 1:
            if len(x) % 2:
                raise ValueError(f"a map of {len(x)} pixels cannot be pooled by 2")
            x = x.reshape(-1, 2, x.shape[1]).max(1)
    x = x if deep else 0 * x
    for level in range(LEVELS - 2, -1, -1):
        grown = np.einsum("nc,wco->nwo", x, w[f"grow{level}"]).reshape(2 * len(x), -1)
        cut = (len(copies[level]) - len(grown)) // 2
        across = copies[level][cut : cut + len(grown)]
        x = convolve(convolve(np.hstack([across, grown]), w[f"up_a{level}"], padded), w[f"up_b{level}"], padded)
    return x


@claim(
    "3d-unet-tiles-fit-without-a-seam",
    "Cut into tiles that overlap by the border, an unpadded U-Net gives the labels of the whole image; a padded one leaves seams.",
    source="[@ronneberger2015unet, §1–2]",
    note="3d/u-net",
)
def unet_tiles_fit_without_a_seam(broken: bool = False) -> Measured:
    """Run a U-Net of the paper's depth with random weights over a line of 956 pixels, whole and as two tiles of 572.

    A tile yields 388 pixels; the second starts 384 later, a multiple of 16, so that both are pooled in the same pairs.
    A tile that starts 8 pixels off is measured too: it disagrees, though nothing is missing.
    The broken variant pads each convolution with zeros: a label for every pixel, but at the rim of a tile not that of the whole.
    """
    w, line = weights(0), np.random.default_rng(1).standard_normal(956)

    def difference(start: int, padded: bool) -> float:
        more = 4 if padded else 0  # padded maps need a multiple of 16
        whole, tile = (unet(np.pad(x, (0, more)), w, padded)[: len(x)] for x in (line, line[start : start + 572]))
        return float(np.abs(whole[start : start + len(tile)] - tile).max() / np.abs(whole).max())

    seam = max(difference(start, padded=broken) for start in (0, 384))
    # the same sums over the same numbers; matrix products of other lengths may round otherwise
    assert seam < 1e-12, f"tiles and whole differ by {seam:.2f} of the largest output"
    shifted, padded = difference(376, padded=False), difference(384, padded=True)
    return Measured(
        expected="no difference",
        measured=f"{seam:.0e} of the largest output; {padded:.2f} with padding, {shifted:.2f} with a start that is no multiple of 16",
        numbers={"tile": 572, "output": len(unet(line[:572], w)), "difference_when_padded": padded, "difference_when_shifted": shifted},
        seed=[0, 1],
    )


@claim(
    "3d-unet-border-is-the-context-of-its-outermost-pixels",
    "The 92 pixels that U-Net loses on each side are needed: the outermost labels depend on the first and last pixel of the tile.",
    source="[@ronneberger2015unet, §2]",
    note="3d/u-net",
)
def unet_border_is_the_context(broken: bool = False) -> Measured:
    """Change each of 572 pixels in turn and record which of the two outermost labels of the 388 change.

    Label 0 stands at pixel 92, label 387 at pixel 479.
    The broken variant silences the lowest level: then the copies across see less far.
    """
    w = {name: np.abs(kernel) for name, kernel in weights(0).items()}  # positive weights: nothing cancels, nothing is cut
    line = np.random.default_rng(1).uniform(1, 2, 572)
    outputs = unet(line, w, deep=not broken)
    moved = [[], []]
    for pixel in range(572):
        brighter = line.copy()
        brighter[pixel] += 1e6  # so far above its neighbours that it passes each maximum, whatever the weights
        changed = (unet(brighter, w, deep=not broken) != outputs).any(1)
        for side, label in enumerate((0, -1)):
            if changed[label]:
                moved[side].append(pixel)
    left, right = moved
    assert left[0] == 0, f"the first label sees pixels {left[0]} to {left[-1]}"
    assert right[-1] == 571, f"the last label sees pixels {right[0]} to {right[-1]}"
    return Measured(
        expected="the first label reaches pixel 0, the last pixel 571",
        measured=f"label 0 sees pixels {left[0]} to {left[-1]}, label 387 pixels {right[0]} to {right[-1]}",
        numbers={"first_label_sees": [left[0], left[-1]], "last_label_sees": [right[0], right[-1]], "border": 92},
        seed=[0, 1],
    )


@claim(
    "3d-unet-has-31-million-weights-in-23-layers",
    "Counted layer by layer, U-Net has 23 convolutions and 31,030,658 weights for one input channel and two classes.",
    source="[@ronneberger2015unet, §2]",
    note="3d/u-net",
)
def unet_has_31_million_weights(broken: bool = False) -> Measured:
    """Walk the architecture from 64 channels down to 1,024 and up again, and count each kernel and bias.

    The paper gives the 23 layers; the weights follow from its table of channels, with 2 x 2 up-convolutions that halve them.
    The broken variant adds the copies across, as MVSNet's program does, where U-Net concatenates them.
    """
    layers: list[int] = []

    def convolution(width: int, channels: int, out: int) -> int:
        layers.append(width * width * channels * out + out)
        return out

    channels = 1
    for out in (64, 128, 256, 512, 1024):
        channels = convolution(3, convolution(3, channels, out), out)
    for out in (512, 256, 128, 64):
        channels = convolution(2, channels, out)
        channels = convolution(3, convolution(3, channels if broken else 2 * channels, out), out)
    convolution(1, channels, 2)
    total = sum(layers)
    assert len(layers) == 23, f"{len(layers)} layers"
    assert total == 31_030_658, f"{total:,} weights"  # a count: exact
    return Measured(
        expected="23 layers, 31,030,658 weights",
        measured=f"{len(layers)} layers, {total:,} weights",
        numbers={"layers": layers, "total": total},
    )


@claim(
    "3d-unet-weights-the-slit-between-cells-most",
    "The distances to the two nearest cells make the thin background between touching cells the dearest pixels of the loss.",
    source="[@ronneberger2015unet, §3, eq. (2)]",
    note="3d/u-net",
)
def unet_weights_the_slit_between_cells_most(broken: bool = False) -> Measured:
    """Place two discs of radius 12 two pixels apart on 40 x 64 pixels and compute 10 exp(-(d1 + d2)^2 / (2 * 5^2)).

    Distances come from SciPy's exact transform; 'free rim' is the background touching a disc on its far side.
    The broken variant uses the nearest cell alone: then the whole rim is as dear as the slit.
    """
    rows, columns = np.mgrid[:40, :64]
    discs = [(rows - 20) ** 2 + (columns - centre) ** 2 <= 144 for centre in (18, 45)]
    near, second = np.sort([distance_transform_edt(~disc) for disc in discs], axis=0)  # (40, 64) each
    added = 10 * np.exp(-((near + (0 if broken else second)) ** 2) / 50)
    background = ~(discs[0] | discs[1])
    place = np.unravel_index(np.where(background, added, 0).argmax(), added.shape)
    slit = float(added[20, 31:33].max())
    rim = float(added[20, 5])
    assert slit > 100 * rim, f"the slit adds {slit:.3f}, the free rim {rim:.3f}"  # exp(-(1 + 26)^2 / 50) against exp(-3^2 / 50)
    assert 31 <= place[1] <= 32, f"the dearest pixel is {place}"
    share = float((added[background] > 1).mean())
    return Measured(
        expected="10 exp(-9/50) = 8.353 in a slit of two pixels, next to nothing on the free rim",
        measured=f"{slit:.3f} in the slit, {rim:.6f} on the free rim; {100 * share:.1f} % of the background adds more than 1",
        numbers={"slit": slit, "free_rim": rim, "share_above_1": share, "row": added[20].round(4).tolist()},
    )
