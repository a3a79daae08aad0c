"""Estimates for an archive before it is made: articles, hours, bytes, and the time that engines take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.commands import fine, tts
from tests.page_server import serve
from tts.cli.dry_run import Rehearsing
from tts.engines import engine_speeds
from tts.engines.engine_speeds import Speed, learn, speed_of
from tts.episode.estimate import CountedArticle, estimate_of, time_of
from tts.episode.options import Options
from tts.episode.sampling import Sampling
from tts.model import Source
from tts.parallel import CORES

SAID = "On day {n} the ferry left the harbour at six, and nobody has ever seen it leave late. "


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGECAST_CACHE", str(tmp_path / "cache"))
    return tmp_path


def archive(folder: Path, count: int) -> str:
    """A list of articles of 1 to 7 paragraphs."""
    for number in range(count):
        paragraphs = [SAID.format(n=f"{number}, {n},") for n in range(1 + number * 5 % 7)]
        text = f"# Day {number}\n\n" + "\n\n".join(paragraphs)
        (folder / f"{number}.md").write_text(text, encoding="utf-8")
    (folder / "all.txt").write_text("\n".join(f"{n}.md" for n in range(count)), encoding="utf-8")
    return "@all.txt"


def totals(*args: str) -> dict[str, Any]:
    """The totals in the last line of JSON."""
    last = fine("make", *args, "--dry-run", "--json", "-q", "--engine", "silent").stdout.splitlines()[-1]
    found: dict[str, Any] = json.loads(last)["reckoning"]
    return found


def test_all_articles_are_counted_where_all_are_read(here: Path) -> None:
    lines = fine("make", archive(here, 12), "--dry-run", "--json", "--engine", "silent").stdout.splitlines()
    *episodes, last = map(json.loads, lines)
    told = last["reckoning"]
    assert (told["articles"], told["read"], told["margin"]) == (12, 12, 0)
    assert told["chunks"] == sum(one["chunks"] for one in episodes)
    assert told["audio"] == sum(one["expected"] for one in episodes)
    speech = told["audio"] * 6  # 48 kbit/s
    assert told["mp3_bytes"] == pytest.approx(speech + 12 * 45_000, rel=0.01)  # with a cover each


def test_the_estimate_matches_what_is_made(here: Path) -> None:
    source = archive(here, 6)
    before = totals(source)
    made = fine("make", source, "--engine", "silent", "--json").stdout.splitlines()
    episodes = list(map(json.loads, made))
    assert before["to_speak"] == sum(one["spoken"] for one in episodes)
    assert before["mp3_bytes"] == pytest.approx(sum(one["bytes"] for one in episodes), rel=0.1)
    clips = sum(path.stat().st_size for path in here.glob("cache/clips/??/*.clip"))
    assert before["cache_bytes"] == pytest.approx(clips, rel=0.1)
    after = totals(source)
    assert (after["to_speak"], after["cache_bytes"], after["chunks"]) == (0, 0, before["chunks"])


def test_a_picture_of_your_own_is_in_every_mp3(here: Path) -> None:
    Image.effect_noise((900, 900), 90).save(here / "cover.png")
    (here / "0.md").write_text(f"# A\n\n{SAID}", encoding="utf-8")
    asked = ("0.md", "--cover", "cover.png", "--engine", "silent", "--json")
    told = json.loads(fine("make", *asked, "--dry-run").stdout)["reckoning"]
    made = json.loads(fine("make", *asked).stdout)["episodes"][0]
    assert made["bytes"] > 100_000 and told["mp3_bytes"] == pytest.approx(made["bytes"], rel=0.02)


def test_the_totals_fit_into_60_columns(here: Path) -> None:
    shown = fine("make", archive(here, 120), "--dry-run", "--sample", "9").stdout
    totals = shown.partition("\nabout 120 articles")[2].splitlines()
    assert len(totals) > 6 and max(map(len, totals)) <= 60


def test_a_long_list_is_sampled_and_the_margin_reported(here: Path) -> None:
    source = archive(here, 60)
    whole = totals(source, "--sample", "0")
    few = totals(source, "--sample", "15")
    assert (few["read"], few["articles"]) == (15, 60)
    assert 0 < few["margin"] < 0.5
    assert abs(few["audio"] - whole["audio"]) <= few["margin"] * few["audio"]
    shown = fine("make", source, "--dry-run", "--sample", "15", "--engine", "silent").stdout
    assert "about 60 articles" in shown and "from 15 of them" in shown and "Day 1" not in shown


def test_only_the_pages_of_the_sample_are_fetched(here: Path) -> None:
    with serve() as site:
        page = f"<html><body><article><h1>Day</h1><p>{SAID * 9}</p></article></body></html>"
        (here / "all.txt").write_text("\n".join(site.put(f"/{n}", page) for n in range(40)), "utf-8")
        told = totals("@all.txt", "--sample", "4", "--allow-private")
    assert (told["articles"], told["read"], len(site.asked)) == (40, 4, 4)


def test_several_sources_share_the_sample(here: Path) -> None:
    items = "".join(f"<item><title>T{n}</title><description>{SAID * 9} {n}</description></item>" for n in range(30))
    (here / "feed.xml").write_text(f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>")
    told = totals("feed.xml", archive(here, 30), "--sample", "20")
    assert (told["articles"], told["read"]) == (60, 20)


def test_articles_that_fail_are_extrapolated(here: Path) -> None:
    (here / "all.txt").write_text("\n".join(["0.md", *(f"gone{n}.md" for n in range(9))]))
    (here / "0.md").write_text(f"# A\n\n{SAID}")
    result = tts("make", "@all.txt", "--dry-run", "--engine", "silent", "--sample", "0")
    assert result.exit_code == 1 and "1 article, 9 can't be read" in result.stdout


def test_the_time_of_each_engine_is_estimated_for_several_machines(here: Path) -> None:
    source = archive(here, 3)
    shown = fine("make", source, "--dry-run", "--offline", "--engine", "hibari").stdout
    assert "this machine" in shown and "100 like it" in shown and "measured on another machine" in shown
    assert "edge" not in shown  # offline
    hired = fine("make", source, "--dry-run", "--engine", "hibari", "--cluster", "distributed.LocalCluster:4").stdout
    assert "4 like it" in hired
    # Workers of this machine share its cores, all of which are counted already.
    shared = fine("make", source, "--dry-run", "--engine", "hibari", "--cluster", "local:4").stdout
    assert "this machine" in shared and "like it" not in shared


def test_cached_clips_count_only_for_the_engine_that_spoke_them(here: Path) -> None:
    source = archive(here, 3)
    before = totals(source, "--offline")
    fine("make", source, "--engine", "silent", "-q")
    after = totals(source, "--offline")
    assert before["to_speak"] > 0 == after["to_speak"]
    assert len(before["engines"]) > 1
    for one, other in zip(before["engines"], after["engines"], strict=True):
        assert (other["engine"], other["seconds"]) == (one["engine"], one["seconds"])


def test_the_reason_for_a_voice_is_reported_once(here: Path) -> None:
    said = fine("make", archive(here, 3), "--dry-run", "--engine", "silent").stderr
    assert said.count("voice: ") == 1


def test_a_speed_is_learnt_from_what_is_spoken_here(here: Path) -> None:
    text = " ".join(SAID.format(n=n) for n in range(16))
    (here / "long.md").write_text(f"# Long\n\n{text}", encoding="utf-8")
    fine("make", "long.md", "--engine", "hibari", "-q")
    speed = speed_of("hibari", online=False)
    assert speed and speed.basis == "learnt" and speed.times > 0
    assert "measured here" in fine("make", archive(here, 2), "--dry-run", "--engine", "hibari").stdout


def test_the_learned_speed_follows_a_machine_that_becomes_faster(here: Path) -> None:
    for _ in range(3):
        learn("hibari", 3 * 3600, 3600)
    for _ in range(6):
        learn("hibari", 6 * 3600, 3600)
    speed = speed_of("hibari", online=False)
    assert speed and 5 < speed.times < 6


def test_a_worker_with_fewer_cores_is_as_fast_as_these(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CORES, "1")
    one = speed_of("hibari", online=False)
    monkeypatch.setenv(CORES, "4")
    four = speed_of("hibari", online=False)
    assert one and four and four.times == pytest.approx(4 * one.times)


def test_a_damaged_record_of_speeds_is_ignored(here: Path) -> None:
    (here / "cache").mkdir()
    for content in ("{", "[]", '{"hibari/2": {"speech": "x", "took": 0}}'):
        (here / "cache/speeds.json").write_text(content)
        speed = speed_of("hibari", online=False)
        assert speed and speed.basis == "shipped"


def test_time_spent_waiting_for_a_service_does_not_count(here: Path) -> None:
    meter = engine_speeds.Meter()
    with meter.speaking("edge") as spoken:
        spoken(600_000)
        meter.disturbed("edge")
    assert not (here / "cache/speeds.json").exists()
    with meter.speaking("edge") as spoken, meter.speaking("edge"):
        spoken(600_000)
    assert "edge" in (here / "cache/speeds.json").read_text()


def test_more_machines_do_not_make_a_service_faster() -> None:
    archive = estimate_of([CountedArticle(chunks=9, missing=9, audio=6e5, unspoken=6e5, language="en")] * 1000)
    service, engine = Speed("edge", 20, "shipped", online=True), Speed("hibari", 20, "shipped", online=False)
    assert time_of(archive, service, 100) > 0.9 * time_of(archive, service, 1)
    assert time_of(archive, engine, 100) < 0.1 * time_of(archive, engine, 1)
    assert time_of(archive, engine, 100_000) == time_of(archive, engine, 1_000_000)  # one writes the show


def test_a_dry_run_without_articles_has_no_totals(here: Path) -> None:
    from tts.cache import user_cache

    look = Rehearsing(Options(), user_cache(), quiet=True, as_json=True)
    assert look.totals("") == {}
    drawn = Sampling(Options(), None, most=3)
    assert [type(one) for one in drawn.gathered(["missing.md"])] != [Source]


def test_removed_articles_are_not_estimated(here: Path) -> None:
    source = archive(here, 4)
    made = fine("make", source, "--engine", "silent").stdout.split()
    fine("remove", Path(made[0]).parent.name)
    told = totals(source)
    assert (told["articles"], told["failed"], told["to_speak"]) == (3, 0, 0)
