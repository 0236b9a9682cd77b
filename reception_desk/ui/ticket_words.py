"""Words about numbers that more than one page says."""


def span_words(seconds: float) -> str:
    """Return `12 分钟` or `1 小时 5 分`."""
    minutes = max(int(seconds // 60), 0)
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时 {minutes % 60} 分"


def running_words(seconds: float) -> str:
    """Return a period that runs as `2:05`, `1:02:05` from an hour on."""
    whole = max(int(seconds), 0)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def waiting_words(waiting: int) -> str:
    """Return how many wait."""
    return f"{waiting} 人等候" if waiting else "没有人等候"
