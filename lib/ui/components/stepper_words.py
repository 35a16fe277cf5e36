"""The words of the stepper, in the reader's language."""

from lib.ui.language import _


def words() -> dict[str, str]:
    """Return every word that the stepper shows or that a screen reader says."""
    return _tables() | _calculation() | _timeline() | _controls() | _sizes()


def _tables() -> dict[str, str]:
    return {
        "label": _("Stepper. Space plays and pauses; the arrow keys go from cell to cell."),
        "hint": _(
            "Point at an output, or tap it, to see where it comes from. Every number of input,"
            " kernel and bias can be changed: click it and type."
        ),
        "hint_pooling": _(
            "Point at an output, or tap it, to see where it comes from. Every number of the input"
            " can be changed: click it and type."
        ),
        "input": _("Input"),
        "input_channel": _("Input, channel {channel}"),
        "with_padding": _("{size}, with padding {padded}"),
        "kernel": _("Kernel"),
        "kernel_slice": _("Kernel, slice {channel}"),
        "turned": _("turned by 180°"),
        "products": _("Products"),
        "window": _("Window"),
        "output": _("Output"),
        "output_filter": _("Map of filter {map}"),
        "output_channel": _("Output, channel {map}"),
        "nothing": _("No output"),
        "cell": _("row {row}, column {column}: {value}"),
        "sum": _("sum"),
        "bias": _("bias"),
        "bias_of": _("Bias of filter {filter}"),
        "filter": _("Filter {filter}"),
    }


def _calculation() -> dict[str, str]:
    return {
        "place": _("Output in row {row}, column {column}"),
        "place_filter": _("Filter {map}: output in row {row}, column {column}"),
        "place_channel": _("Channel {map}: output in row {row}, column {column}"),
        "channel": _("Channel {channel}"),
        "together": _("Channels + bias"),
        "from_padding": _("Faint: zeros of the padding ({count} in this window)."),
        "real_only": _("{count} cells of the window lie outside; they do not count."),
        "tie": _("The greatest or least value is there more than once: the first one is taken."),
        "too_high": _(
            "No output: the kernel is {reach} rows high, but only {available} rows are there."
            " Use a smaller kernel, less dilation or more padding."
        ),
        "too_wide": _(
            "No output: the kernel is {reach} columns wide, but only {available} columns are there."
            " Use a smaller kernel, less dilation or more padding."
        ),
        "window_too_high": _(
            "No output: the window is {reach} rows high, but only {available} rows are there."
            " Use a smaller window."
        ),
        "window_too_wide": _(
            "No output: the window is {reach} columns wide, but only {available} columns are there."
            " Use a smaller window."
        ),
        "refused": _("“{text}” is no number that fits here; the cell is {before} again."),
    }


def _timeline() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "back": _("One step back"),
        "forward": _("One step forward"),
        "scrub": _("Output cell"),
        "pin": _("Pin this cell"),
        "speed": _("Speed"),
        "predict": _("Predict first"),
        "predict_help": _("Hides each output until you step once more or press its cell."),
    }


def _controls() -> dict[str, str]:
    return {
        "input_size": _("Input size"),
        "kernel_size": _("Kernel size"),
        "window_size": _("Window size"),
        "stride": _("Stride"),
        "padding": _("Padding"),
        "dilation": _("Dilation"),
        "mode": _("Kind of pooling"),
        "max": _("maximum"),
        "average": _("mean"),
        "min": _("minimum"),
        "operation": _("How the kernel is laid on"),
        "correlation": _("Cross-correlation (CNN)"),
        "convolution": _("True convolution"),
        "turned_note": _(
            "Now the kernel is turned by 180° before it is laid on: the convolution of mathematics."
            " A kernel that looks the same upside down gives the same output."
        ),
        "laid_note": _("Now the kernel is laid on as it is: what a CNN calls a convolution."),
        "two_steps": _(
            "Keras computes no convolution whose stride and dilation are both above 1;"
            " the other one is 1 again."
        ),
        "restart": _("Start over"),
    }


def _sizes() -> dict[str, str]:
    return {
        "height": _("Height"),
        "width": _("Width"),
        "reach": _("With its gaps the kernel reaches over {high} × {wide} cells."),
        "same_even": _(
            "“same” adds {top} rows above, {bottom} below, {left} columns on the left"
            " and {right} on the right."
        ),
        "same_uneven": _(
            "“same” adds {top} rows above, {bottom} below, {left} columns on the left"
            " and {right} on the right: Keras puts an odd one below and on the right."
        ),
        "missed_rows": _("Hatched: no window reaches row {rows}."),
        "missed_columns": _("Hatched: no window reaches column {columns}."),
        "missed_both": _("Hatched: no window reaches row {rows} and column {columns}."),
        "weights": _("Weights"),
        "kernel_height": _("high"),
        "kernel_width": _("wide"),
        "channels": _("Input channels"),
        "channels_in": _("channels in"),
        "filters": _("Filters"),
        "filters_out": _("filters"),
        "filter_shown": _("Filter"),
        "parameters": _("{weights} weights + {biases} for the bias = {total} parameters"),
    }
