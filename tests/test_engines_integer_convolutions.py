"""Products instead of convolutions: faster, with exactly the same sound."""

from __future__ import annotations

import platform

import numpy as np
import pytest

from tts.engines.integer_convolutions import as_products
from tts.engines.kokoro import model_file
from tts.engines.kokoro.model_file import DURATIONS
from tts.engines.kokoro.voices import style
from tts.engines.mandarin.phonemes import phonemes, tokens
from tts.engines.word_times import extra_output


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAGECAST_CACHE", str(tmp_path_factory.mktemp("cache")))
        return model_file.model_file().read_bytes() + extra_output(DURATIONS)


@pytest.mark.parametrize("rate", [0.8, 1.0])
def test_sound_and_durations_are_the_same_to_the_bit(content: bytes, rate: float) -> None:
    said = tokens(phonemes("雨停了。"))
    plain, quick = (
        model_file.Model(model_file.open_session(model_file.model_file(), each), "tokens", "tensor(float)")
        for each in (content, as_products(content))
    )
    expected, found = (model.run(said, style("zf_xiaoxiao"), rate) for model in (plain, quick))
    assert np.array_equal(found.samples, expected.samples) and len(found.samples) > 10_000
    assert found.units is not None and expected.units is not None and np.array_equal(found.units, expected.units)


@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="measured on x86 only")
def test_all_convolutions_but_those_that_leave_samples_out_are_products(content: bytes) -> None:
    """On a processor without VNNI none are: there products are not exact."""
    assert content.count(b"ConvInteger") == 87
    assert as_products(content).count(b"ConvInteger") == (3 if as_products(content) != content else 87)


@pytest.mark.parametrize("size", [0, 1, 100, 1_000_000])
def test_a_file_that_is_not_a_model_is_unchanged(content: bytes, size: int) -> None:
    assert as_products(b"not a model"[:size]) == b"not a model"[:size]
    assert as_products(b"\xff" * size) == b"\xff" * size
    assert as_products(content[:size]) == content[:size]
