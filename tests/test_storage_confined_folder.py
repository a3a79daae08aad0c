"""A stranger's folder: a name in it leads to a file inside, or nowhere."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tts.storage.confined_folder import Folder, LeadsOut


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "key").write_bytes(b"secret")
    (tmp_path / "show" / "inner").mkdir(parents=True)
    (tmp_path / "show" / "inner" / "cover.jpg").write_bytes(b"picture")
    return Folder(tmp_path / "show")


def test_a_file_inside_is_read(folder: Folder) -> None:
    assert folder.read_bytes("inner/cover.jpg") == folder.read_bytes("./inner//cover.jpg") == b"picture"
    assert folder.is_file("inner/cover.jpg") and not folder.is_file("inner") and not folder.is_file("none")
    with pytest.raises(FileNotFoundError):
        folder.read_bytes("none.jpg")


def test_the_folder_itself_may_be_a_link(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "mine").symlink_to(folder.root)
    assert Folder(tmp_path / "mine").read_bytes("inner/cover.jpg") == b"picture"


@pytest.mark.parametrize("name", ["../private/key", "inner/../../private/key", "{}/private/key", "", "a\x00b", ".."])
def test_a_name_that_leads_out_is_refused(name: str, folder: Folder, tmp_path: Path) -> None:
    asked = name.format(tmp_path)
    assert not folder.is_file(asked)
    for way in (folder.read_bytes, folder.path):
        with pytest.raises(LeadsOut):
            way(asked)


@pytest.mark.parametrize("target", ["../private/key", "{}/private/key", "inner/cover.jpg", "nowhere", "../private"])
def test_no_link_is_followed(target: str, folder: Folder, tmp_path: Path) -> None:
    (folder.root / "link").symlink_to(target.format(tmp_path))
    for name in ("link", "link/key"):
        assert not folder.is_file(name)
        for way in (folder.read_bytes, folder.path):
            with pytest.raises(LeadsOut, match="link is a link"):
                way(name)


def test_special_files_do_not_hang(folder: Folder) -> None:
    os.mkfifo(folder.root / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder.root / "s"))
        for name in ("pipe", "s", "inner"):
            with pytest.raises(LeadsOut, match="is not a file"):
                folder.read_bytes(name)
