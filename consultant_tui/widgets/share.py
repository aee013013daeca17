"""Owns the sharing out of lines among sections."""


def share(needs: list[int], focused: int, room: int) -> list[int]:
    """Share lines out: every section is seen, and the one with the focus gets what the others can spare.

    Args:
        needs: How many lines each section could fill.
        focused: The index of the section that has the focus.
        room: The lines there are.

    Returns:
        The lines of each section; what nobody needs is left over.
    """
    modest = max(room // (2 * len(needs)), 1)
    shares = [min(need, modest) for need in needs]
    for index in (focused, *range(len(needs))):
        spare = room - sum(shares)
        shares[index] += max(min(needs[index] - shares[index], spare), 0)
    return shares
