"""A picture of several series over the same time, one below the other, as SVG."""
WIDTH, HEIGHT, LEFT, TOP, GAP = 720, 90, 60, 24, 44
STYLE = ("text { font: 12px sans-serif; fill: #555 } .title { font-weight: bold; fill: #222 } .line { fill: none; stroke: #2a6fb0; stroke-width: 1.5 }"
         " .frame { fill: none; stroke: #bbb }")


def path(xs, ys, top, most):
    span = xs[-1] - xs[0] or 1
    points = (f"{LEFT + WIDTH * (x - xs[0]) / span:.1f},{top + HEIGHT * (1 - y / most):.1f}" for x, y in zip(xs, ys))
    return f'<polyline class="line" points="{" ".join(points)}"/>'


def panel(number, xs, title, unit, ys):
    """Each begins with zero, so that a slope is as steep as it is."""
    top, most = TOP + number * (HEIGHT + GAP), max(ys) * 1.1 or 1
    return [
        f'<text class="title" x="{LEFT}" y="{top - 6}">{title}{", " + unit if unit else ""}</text>',
        f'<rect class="frame" x="{LEFT}" y="{top}" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text x="{LEFT - 6}" y="{top + 10}" text-anchor="end">{most:.0f}</text>',
        f'<text x="{LEFT - 6}" y="{top + HEIGHT}" text-anchor="end">0</text>', path(xs, ys, top, most)]


def write(file, xs, axis, series):
    """`series` are tuples of a title, a unit and the values."""
    height = TOP + len(series) * (HEIGHT + GAP)
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 20} {height}">', f"<style>{STYLE}</style>",
             f'<rect width="100%" height="100%" fill="#fff"/>']
    for number, (title, unit, ys) in enumerate(series):
        lines += panel(number, xs, title, unit, ys)
    lines += [f'<text x="{LEFT}" y="{height - 26}">0</text>',
              f'<text x="{LEFT + WIDTH}" y="{height - 26}" text-anchor="end">{xs[-1]:.0f} {axis}</text>', "</svg>"]
    file.write_text("\n".join(lines) + "\n")
