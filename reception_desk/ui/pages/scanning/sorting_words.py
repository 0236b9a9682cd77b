"""Which pages went where, in words: the clerk sees it once and can take it back."""

from collections.abc import Sequence

from reception_desk.records.separators import KeptPages, SentPages


def sent_words(sent: Sequence[SentPages]) -> str:
    """Return where pages went, by the places they had in the stack."""
    parts = (f"{_places(pages)} → {pages.number}" for pages in sent)
    return f"这叠的{'；'.join(parts)}。已放到各自的来访里，还没有归档。"


def kept_words(kept: Sequence[KeptPages]) -> str:
    """Return why pages stay; nothing in it tells what the code may lead to elsewhere."""
    places = "这叠的" + "、".join(f"第 {pages.sheet} 页" for pages in kept)
    count = sum(pages.count for pages in kept)
    left = f"其后 {count} 页留在这里没有动，请核对后再归档。" if count else "后面没有页。"
    return f"{places}的码在这里找不到可以归入的来访，{left}"


def returned_words(count: int) -> str:
    """Return what came back."""
    if not count:
        return "这些页已经归档，不能放回。"
    return f"已放回 {count} 页（含分隔页），排在原来那批的最后。"


def _places(pages: SentPages) -> str:
    is_one = pages.first == pages.last
    places = f"第 {pages.first} 页" if is_one else f"第 {pages.first}–{pages.last} 页"
    is_whole = pages.count == pages.last - pages.first + 1
    return places if is_whole else f"{places}（归档 {pages.count} 页）"
