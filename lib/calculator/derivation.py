"""How a size comes about: the formula with numbers in it, and what no window reaches.

One side (the height or the width) at a time. Standard library only.

References
----------
V. Dumoulin and F. Visin, "A guide to convolution arithmetic for deep learning", arXiv:1603.07285.
"""

from dataclasses import dataclass

from lib.arithmetic import (
    Padding,
    effective_kernel,
    output_size,
    same_padding,
    transposed_output_size,
)


@dataclass(frozen=True)
class Slide:
    """Where a window stands along one side.

    The window moves over a board of ``before + size + after`` cells. For a convolution or a pooling
    the board is the input with its padding, and each position makes one output value. For a
    transposed convolution the board is what is painted, each position is one input value, and
    `before` and `after` are cut off again.

    Attributes
    ----------
    before, after : int
        Padding cells (transposed: cells cut off) at the two ends.
    size : int
        Cells in between: the input's side (transposed: the output's).
    positions : int
        How many places the window takes.
    kernel, stride, dilation : int
        Weights along this side, step between places, distance between weights, in cells.
    """

    before: int
    size: int
    after: int
    positions: int
    kernel: int
    stride: int
    dilation: int

    def touched(self) -> set[int]:
        """Return every cell of the board that some window touches, counted from 0."""
        weights = range(0, self.kernel * self.dilation, self.dilation)
        starts = range(0, self.positions * self.stride, self.stride)
        return {start + weight for start in starts for weight in weights}

    def missed(self) -> tuple[int, ...]:
        """Return the cells between the two ends that no window touches, counted from 0.

        Examples
        --------
        >>> Side(6, 3, stride=2).slide().missed()
        (5,)
        """
        touched = self.touched()
        return tuple(cell for cell in range(self.size) if cell + self.before not in touched)

    def missed_padding(self) -> tuple[int, int]:
        """Return how many cells of the two ends no window touches."""
        touched = self.touched()
        inner = self.before + self.size
        return (
            sum(cell not in touched for cell in range(self.before)),
            sum(cell not in touched for cell in range(inner, inner + self.after)),
        )

    def bands(self) -> list[tuple[int, int]]:
        """Return the untouched cells of the whole board as stretches: first cell and length.

        Examples
        --------
        >>> Side(9, 1, stride=3).slide().bands()
        [(1, 2), (4, 2), (7, 2)]
        """
        touched = self.touched()
        found: list[tuple[int, int]] = []
        for cell in range(self.before + self.size + self.after):
            if cell in touched:
                continue
            if found and sum(found[-1]) == cell:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            else:
                found.append((cell, 1))
        return found


@dataclass(frozen=True)
class Side:
    """The settings of a layer along one side; see `lib.arithmetic.output_size`.

    Attributes
    ----------
    size : int
        Side of the input, in pixels.
    kernel, stride, dilation : int
    padding : {"valid", "same"} or int
    transposed : bool
        Whether the layer is a transposed convolution, which cuts the padding off instead.
    """

    size: int
    kernel: int
    stride: int = 1
    padding: Padding = "valid"
    dilation: int = 1
    transposed: bool = False

    @property
    def reach(self) -> int:
        """How many pixels the window spans."""
        return effective_kernel(self.kernel, self.dilation)

    def output(self) -> int:
        """Return the side of what comes out.

        Raises
        ------
        lib.arithmetic.ArithmeticSettingError
            If nothing comes out.
        """
        rule = transposed_output_size if self.transposed else output_size
        return rule(
            self.size,
            self.kernel,
            stride=self.stride,
            padding=self.padding,
            dilation=self.dilation,
        )

    def ends(self) -> tuple[int, int]:
        """Return the padding before and after; for a transposed convolution what is cut off there.

        Examples
        --------
        Keras shares an odd number of pixels out unevenly:

        >>> Side(28, 3, stride=2, padding="same").ends()
        (0, 1)
        """
        if self.padding == "same":
            # A transposed convolution undoes the shapes of the convolution that would lead back.
            size = self.output() if self.transposed else self.size
            return same_padding(size, self.kernel, stride=self.stride, dilation=self.dilation)
        number = 0 if isinstance(self.padding, str) else self.padding
        return number, number

    def slide(self) -> Slide:
        """Return where the window stands; raise as `output`."""
        before, after = self.ends()
        output = self.output()
        size, positions = (output, self.size) if self.transposed else (self.size, output)
        return Slide(before, size, after, positions, self.kernel, self.stride, self.dilation)

    def sees(self) -> int:
        """Return the receptive field: how many neighbouring input pixels one output value can see.

        Examples
        --------
        >>> Side(28, 5).sees(), Side(14, 3, stride=2, transposed=True).sees()
        (5, 2)
        """
        return (self.reach - 1) // self.stride + 1 if self.transposed else self.reach


def latex(side: Side, letter: str = "H") -> str:
    r"""Return the formula of a side, first in letters, then with its numbers, for KaTeX.

    Parameters
    ----------
    side : Side
        Settings that need not be possible: then the formula shows what is negative.
    letter : {"H", "W"}
        What the side is called: ``H`` gives ``OH``, ``FH`` and so on, as the lecture writes.

    Examples
    --------
    >>> print(latex(Side(28, 5, stride=2)))
    \begin{aligned}
    OH &= \left\lfloor \frac{H + 2P - FH}{S} \right\rfloor + 1 \\[0.3em]
    &= \left\lfloor \frac{28 + 2 \cdot 0 - 5}{2} \right\rfloor + 1 \\[0.3em]
    &= \lfloor 11.5 \rfloor + 1 = \mathbf{12}
    \end{aligned}
    """
    kernel = f"F{letter}"
    rows = []
    if side.dilation > 1:
        rows.append(rf"{kernel}' &= D({kernel} - 1) + 1")
        rows.append(rf"&= {side.dilation} \cdot ({side.kernel} - 1) + 1 = {side.reach}")
        kernel += "'"
    rule = _transposed_rows if side.transposed else _sliding_rows
    body = " \\\\[0.3em]\n".join(rows + rule(side, letter, kernel))
    return "\\begin{aligned}\n" + body + "\n\\end{aligned}"


def _sliding_rows(side: Side, letter: str, kernel: str) -> list[str]:
    if side.padding == "same":
        return _same_rows(side, letter, kernel)
    number = 0 if isinstance(side.padding, str) else side.padding
    above = rf"{side.size} + 2 \cdot {number} - {side.reach}"
    over = side.size + 2 * number - side.reach
    if over < 0:
        return [rf"{letter} + 2P - {kernel} &= {above}", rf"&= \mathbf{{{over}}} < 0"]
    return [
        rf"O{letter} &= {_floored(f'{letter} + 2P - {kernel}', 'S')} + 1",
        rf"&= {_floored(above, str(side.stride))} + 1",
        rf"&= \lfloor {_quotient(over, side.stride)} \rfloor + 1 = \mathbf{{{side.output()}}}",
    ]


def _same_rows(side: Side, letter: str, kernel: str) -> list[str]:
    output = side.output()
    before, after = side.ends()
    needed = (output - 1) * side.stride + side.reach - side.size
    least = rf" \to {before + after}" if needed < 0 else ""
    return [
        rf"O{letter} &= \left\lceil \frac{{{letter}}}{{S}} \right\rceil"
        rf" = \left\lceil \frac{{{side.size}}}{{{side.stride}}} \right\rceil = \mathbf{{{output}}}",
        rf"P &= (O{letter} - 1) \cdot S + {kernel} - {letter}",
        rf"&= {output - 1} \cdot {side.stride} + {side.reach} - {side.size} = {needed}{least}",
        rf"&= {before} + {after}",
    ]


def _transposed_rows(side: Side, letter: str, kernel: str) -> list[str]:
    steps = rf"{side.size - 1} \cdot {side.stride}"
    if side.padding == "same":
        output, (before, after) = side.output(), side.ends()
        return [
            rf"O{letter} &= {letter} \cdot S = {side.size} \cdot {side.stride}"
            rf" = \mathbf{{{output}}}",
            rf"&= {steps} + {side.reach} - {before} - {after}"
            if side.reach >= side.stride
            else rf"&= {steps} + {side.reach} + {side.stride - side.reach}",
        ]
    if isinstance(side.padding, str):
        return [
            rf"O{letter} &= ({letter} - 1) \cdot S + \max({kernel}, S)",
            rf"&= {steps} + \max({side.reach}, {side.stride}) = \mathbf{{{side.output()}}}",
        ]
    left = (side.size - 1) * side.stride + side.reach - 2 * side.padding
    return [
        rf"O{letter} &= ({letter} - 1) \cdot S + {kernel} - 2P",
        rf"&= {steps} + {side.reach} - 2 \cdot {side.padding} = \mathbf{{{left}}}"
        + ("" if left > 0 else r" \le 0"),
    ]


def _floored(above: str, below: str) -> str:
    return rf"\left\lfloor \frac{{{above}}}{{{below}}} \right\rfloor"


def _quotient(above: int, below: int) -> str:
    """Return a quotient cut to two decimals: rounded up it would no longer explain its floor."""
    whole, rest = divmod(above, below)
    if not rest:
        return str(whole)
    hundredths, more = divmod(rest * 100, below)
    decimals = f"{hundredths:02d}" if more else f"{hundredths:02d}".rstrip("0")
    return f"{whole}.{decimals}" + (r"\ldots" if more else "")
