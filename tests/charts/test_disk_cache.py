"""What is kept on disk is what was made, whatever happens to the disk."""

import pytest

from explorer.charts.disk_cache import folder, kept


@pytest.fixture
def made(monkeypatch, tmp_path):
    """Return a function that asks for some bytes, and says whether they had to be made."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def ask(content=b"content"):
        calls = []

        def make():
            calls.append(1)
            return content

        assert kept("thing", make) == content
        return bool(calls)

    return ask


def test_it_is_made_once(made):
    assert [made(), made()] == [True, False]
    assert folder().stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"x" * 100])
def test_a_damaged_file_is_made_anew(made, damage):
    made()
    (file,) = folder().iterdir()
    file.write_bytes(damage)
    assert [made(), made()] == [True, False]


def test_what_other_code_made_is_not_used_and_dropped(made, monkeypatch):
    made(b"old")
    monkeypatch.setattr("explorer.charts.disk_cache.made_by", lambda: b"another" * 8)
    assert made(b"new")
    assert len(list(folder().iterdir())) == 1


def test_without_a_folder_everything_is_made(made, tmp_path):
    (tmp_path / "cache").write_text("in the way")
    assert [made(), made()] == [True, True]


def test_a_folder_that_others_write_to_is_not_read(made):
    made()
    folder().chmod(0o777)
    assert [made(), made()] == [True, True]
