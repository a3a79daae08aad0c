"""Convolutions of integers in an ONNX model, as products of matrices: the same numbers, sooner.

Quantization makes `ConvInteger` of unsigned bytes by unsigned bytes, which ONNX Runtime multiplies
without the instructions that processors have for it; those (VNNI, AMX) take unsigned by signed
ones. So the samples become signed, a row for each step of the kernel, and are multiplied by
`MatMulInteger`. Sums of integers are exact, so that a voice's bytes stay as they were; on two cores
Mandarin takes three fifths of the time.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from tts.engines import telemetry
from tts.engines.onnx_messages import (
    Field,
    constant,
    fields,
    head,
    integer,
    integers,
    message,
    node,
)

_GRAPH: Final = 7
"""Of a model."""
_NODE, _OUTPUT = 1, 12
"""Of a graph."""
_UINT8, _INT8 = 2, 3
"""Types of a tensor's elements."""
_END: Final = 1 << 40
"""Beyond the end of any axis."""


def as_products(model: bytes) -> bytes:
    """The model without each `ConvInteger` that can be a product; as it was where none can, and
    where it is no model."""
    if not _is_exact():
        return model
    try:
        return _rewritten(model)
    except (ValueError, IndexError):
        return model


def _rewritten(model: bytes) -> bytes:
    products = _Products()
    kept: list[memoryview | bytes] = []
    for part in fields(memoryview(model)):
        if part.number != _GRAPH:
            kept.append(part.whole)
            continue
        inside = []
        for each in fields(part.content):
            if not products.takes(each):
                inside.append(each.whole)
        size = sum(map(len, inside))
        kept.append(head(_GRAPH, size))
        kept.extend(inside)
    if not products.nodes:
        return model
    added = b"".join(products.nodes)
    kept.append(message(_GRAPH, added))  # a second graph is merged into the first
    return b"".join(kept)


@cache
def _is_exact() -> bool:
    """Whether this processor adds such products exactly: before VNNI, the sum of two of them was
    held in 16 bits. Measured on x86 only, so others keep their convolutions."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return False
    nodes = [
        constant("255", [255]),
        constant("127", [127]),
        constant("rows", [16, 64]),
        constant("columns", [64, 16]),
        node("Cast", ["255"], "high", to=_UINT8),
        node("Cast", ["127"], "most", to=_INT8),
        node("Expand", ["high", "rows"], "a"),
        node("Expand", ["most", "columns"], "b"),
        node("MatMulInteger", ["a", "b"], "sums"),
        message(_OUTPUT, message(1, b"sums")),
    ]
    graph = b"".join(nodes)
    format_of_file = integer(1, 9)
    operators = message(8, integer(2, 20))
    model = format_of_file + operators + message(_GRAPH, graph)
    onnxruntime = telemetry.onnxruntime()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    (sums,) = session.run(None, {})
    expected = 255 * 127 * 64
    return bool((sums == expected).all())


# --- a convolution --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Convolution:
    """Along one axis, sample by sample, over all channels."""

    samples: str
    weights: str
    samples_zero: str
    """What stands for zero among the samples."""
    weights_zero: str
    output: str
    kernel: int
    dilation: int
    pads: list[int]


def _convolution(content: memoryview) -> _Convolution | None:
    """Of a node's content; None for every other node, and for what can't be a product."""
    operator = ""
    inputs: list[str] = []
    output = ""
    attributes: dict[str, list[int]] = {}
    for part in fields(content):
        if part.number == 1:
            inputs.append(part.text)
        elif part.number == 2:
            output = part.text
        elif part.number == 4:
            operator = part.text
        elif part.number == 5:
            name, numbers = _attribute(part.content)
            attributes[name] = numbers
    sides = attributes.get("kernel_shape", [])
    if operator != "ConvInteger" or len(inputs) != 4 or len(sides) != 1:
        return None
    for name in ("strides", "group"):
        if attributes.get(name, [1]) != [1]:
            return None
    if _PADDED_OTHERWISE in attributes:
        return None
    (dilation,) = attributes.get("dilations", [1])
    pads = attributes.get("pads", [0, 0])
    samples, weights, samples_zero, weights_zero = inputs
    return _Convolution(
        samples, weights, samples_zero, weights_zero, output, sides[0], dilation, pads
    )


_PADDED_OTHERWISE: Final = ""
"""Name of the attribute `auto_pad` where it is not as usual."""


def _attribute(content: memoryview) -> tuple[str, list[int]]:
    """Name and integers."""
    name = ""
    numbers = []
    for part in fields(content):
        if part.number == 1:
            name = part.text
        elif part.number == 4 and part.text != "NOTSET":
            return _PADDED_OTHERWISE, []
        elif part.number in (3, 8):
            several = integers(part.content)
            numbers.extend(several or [part.value])
    return name, numbers


@dataclass(slots=True)
class _Products:
    """What stands for convolutions."""

    nodes: list[bytes] = field(default_factory=list)
    """As fields of a graph."""
    known: set[str] = field(default_factory=set)
    """Names of what they give."""

    def takes(self, part: Field) -> bool:
        """Whether a graph's field is a convolution: its product is then among the nodes."""
        if part.number != _NODE or b"ConvInteger" not in bytes(part.content):
            return False
        convolution = _convolution(part.content)
        if convolution is None:
            return False
        self._add(convolution)
        return True

    def _add(self, convolution: _Convolution) -> None:
        samples = self._signed(convolution.samples)
        zero = self._signed(convolution.samples_zero)
        output = convolution.output
        before, after = convolution.pads
        pads = self._integers([0, 0, before, 0, 0, after])
        padded = self._node("Pad", [samples, pads, zero], f"{output}/padded")
        steps = self._steps(convolution, padded)
        rows = self._node("Concat", steps, f"{output}/rows", axis=1)
        matrix = self._matrix(convolution.weights)
        self._node("MatMulInteger", [matrix, rows, convolution.weights_zero, zero], output)

    def _steps(self, convolution: _Convolution, padded: str) -> list[str]:
        """What each weight of the kernel is multiplied by."""
        axis = self._integers([2])
        last = convolution.kernel - 1
        steps = []
        for step in range(convolution.kernel):
            first = step * convolution.dilation
            left_out = (last - step) * convolution.dilation
            start = self._integers([first])
            end = self._integers([-left_out or _END])
            name = f"{convolution.output}/step{step}"
            steps.append(self._node("Slice", [padded, start, end, axis], name))
        return steps

    def _matrix(self, weights: str) -> str:
        """(to, from, kernel) -> (to, kernel * from): computed once, when the model is loaded."""
        turned = self._node("Transpose", [weights], f"{weights}/turned", perm=[0, 2, 1])
        shape = self._integers([0, -1])
        return self._node("Reshape", [turned, shape], f"{weights}/matrix")

    def _signed(self, name: str) -> str:
        """Bytes less 128: that is the same byte with its highest bit turned over."""
        number = self._integers([128])
        high = self._node("Cast", [number], "the highest bit", to=_UINT8)
        turned = self._node("BitwiseXor", [name, high], f"{name}/turned")
        return self._node("Cast", [turned], f"{name}/signed", to=_INT8)

    def _integers(self, numbers: list[int]) -> str:
        name = f"integers {numbers}"
        if name not in self.known:
            self.known.add(name)
            self.nodes.append(constant(name, numbers))
        return name

    def _node(
        self, operator: str, inputs: Sequence[str], output: str, **attributes: int | Sequence[int]
    ) -> str:
        """The name of what it gives; several convolutions share what is the same for them."""
        if output not in self.known:
            self.known.add(output)
            self.nodes.append(node(operator, inputs, output, **attributes))
        return output
