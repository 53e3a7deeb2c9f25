"""Texts to build in parts, and how what was built is compared."""

from conftest import PROSE

# Longer than a passage, with figures, a place and dates.
TEXT = "".join(f"\n北京在2023年5月新建学校{{0}}所，比上年增长{number}%。{PROSE}" for number in range(3, 11))


def write_texts(folder, number):
    """Write so many files, each a little other than the next; returns the folder."""
    folder.mkdir(exist_ok=True)
    for at in range(number):
        (folder / f"t{at:02}.txt").write_text(TEXT.format(at + 2), encoding="utf-8")
    return folder


def files_of(folder):
    """All files of a folder as bytes, by their way from it; the lock that keeps builds apart is none of its contents."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(folder): path.read_bytes() for path in found}
