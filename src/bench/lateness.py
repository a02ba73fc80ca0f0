"""How late checks come, judged by when their server was asked: the same judge for every program."""


def late(arrivals, period):
    """
    Of every arrival but each check's first, in ms: how much later it came than a clock says that was set by the earliest
    arrival of that check. A check that came only once has nothing to be compared with; one that was left out for a whole period is a
    period late.
    """
    found = []
    for times in arrivals.values():
        phase = min(at - period * turn for turn, at in enumerate(times))
        found += [1e3 * (at - period * turn - phase) for turn, at in enumerate(times)][1:]
    return sorted(found)


def quantile(values, share):
    """Of sorted values; nothing if there are none."""
    return values[min(len(values) - 1, int(len(values) * share))] if values else None


def summary(values):
    return {"p50": quantile(values, 0.5), "p99": quantile(values, 0.99), "max": values[-1] if values else None}
