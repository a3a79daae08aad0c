"""Rewrites the integer convolutions of an ONNX model as matrix products: the same numbers, faster.

Quantization produces `ConvInteger` nodes that multiply unsigned by unsigned bytes, for which ONNX
Runtime does not use the processor's instructions (VNNI, AMX): those multiply unsigned by signed
bytes. Here the samples become signed, with one block of rows for each step of the kernel, and
`MatMulInteger` multiplies them by the weights. Integer sums are exact, so a voice's audio stays the
same to the byte; on two cores Mandarin takes three fifths of the time.
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
"""Field number of the graph in a model."""
_NODE, _OUTPUT = 1, 12
"""Field numbers in a graph."""
_UINT8, _INT8 = 2, 3
"""Element types of a tensor."""
_END: Final = 1 << 40
"""Beyond the end of any axis."""


def as_products(model: bytes) -> bytes:
    """The content of a model file with every `ConvInteger` that can be a product replaced by one.
    Unchanged if there is none, if the processor would not compute it exactly, or if the content is
    not a model."""
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
    """Whether this processor computes such products exactly: before VNNI, sums of two products
    overflowed their 16 bits. Only measured on x86, so other processors keep the convolutions."""
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
    try:
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        (sums,) = session.run(None, {})
    except Exception:  # its errors have no type in common; the convolutions work anyway
        return False
    expected = 255 * 127 * 64
    return bool((sums == expected).all())


# --- a convolution --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Convolution:
    """A `ConvInteger` node along one axis, with stride 1, over all channels; its fields name
    tensors."""

    samples: str
    weights: str
    samples_zero: str
    """The sample value that represents zero."""
    weights_zero: str
    output: str
    kernel: int
    dilation: int
    pads: list[int]


def _convolution(content: memoryview) -> _Convolution | None:
    """Read from a node's content; None for other nodes, and for convolutions that can't be a
    product."""
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
"""Stands for the attribute `auto_pad` if it is set."""


def _attribute(content: memoryview) -> tuple[str, list[int]]:
    """The name of a node's attribute and its integers."""
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
    """The nodes that replace convolutions."""

    nodes: list[bytes] = field(default_factory=list)
    """Encoded as fields of a graph."""
    known: set[str] = field(default_factory=set)
    """Names of their outputs."""

    def takes(self, part: Field) -> bool:
        """Whether a graph's field is a convolution; if so, nodes for its product are added."""
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
        """The samples that each step of the kernel is multiplied by, as names of tensors."""
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
        """The weights, (out, in, kernel) -> (out, kernel * in). ONNX Runtime computes this once,
        when it loads the model."""
        turned = self._node("Transpose", [weights], f"{weights}/turned", perm=[0, 2, 1])
        shape = self._integers([0, -1])
        return self._node("Reshape", [turned, shape], f"{weights}/matrix")

    def _signed(self, name: str) -> str:
        """The bytes minus 128, which flips the highest bit of each."""
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
        """Adds a node unless an equal one exists; returns the name of its output."""
        if output not in self.known:
            self.known.add(output)
            self.nodes.append(node(operator, inputs, output, **attributes))
        return output
