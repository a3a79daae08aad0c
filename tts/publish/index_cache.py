"""Facts about episodes that are slow to compute, remembered between publishings: their size in the
feed, and the addresses under which pages of a site find them."""

from __future__ import annotations

from tts.publish.publish_run import Publishing


def feed_bytes(run: Publishing, common: str) -> dict[str, int]:
    """Bytes in the feed by digest of an episode, valid while code and settings are the same;
    rendering the feed adds to them."""
    known: dict[str, int] = {}
    before = run.before
    if before.stamps.get("feed") == common:
        for row in before.episodes.values():
            known[row.digest] = row.feed_bytes
    run.after.stamps["feed"] = common
    run.feed_bytes = known
    return known


def addresses(run: Publishing, code: str) -> dict[str, str]:
    """Addresses by folder of an episode, valid while the code is the same; making the index of
    addresses adds to them."""
    known: dict[str, str] = {}
    before = run.before
    now = run.looked.rows
    if before.stamps.get("code") == code:
        for folder, row in before.episodes.items():
            other = now.get(folder)
            if other and other.digest == row.digest:
                known[folder] = row.addresses
    run.after.stamps["code"] = code
    run.addresses = known
    return known


def note(run: Publishing) -> None:
    """Record both in the new state, if they were used."""
    sizes = run.feed_bytes
    names = run.addresses
    known = run.after.episodes
    for folder, row in known.items():
        taken = row.feed_bytes
        found = row.addresses
        if sizes is not None:
            taken = sizes[row.digest]
        if names is not None:
            found = names[folder]
        if taken != row.feed_bytes or found != row.addresses:
            known[folder] = row._replace(
                feed_bytes=taken,
                addresses=found,
            )
