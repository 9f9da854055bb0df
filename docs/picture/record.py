#!/usr/bin/env python3
"""Draws README's picture of the shell from a real session.

    pip install pyte
    cargo build
    docs/picture/record.py target/debug/epic > docs/picture/shell.svg

It signs in to a demo database of its own, types what ENTRIES says at a real pseudo-terminal, and draws what a terminal
emulator (pyte) has on its screen then. --light draws it for a light page, --columns N for another width.
"""

import argparse
import fcntl
import html
import os
import pty
import select
import struct
import subprocess
import tempfile
import termios
import time

import pyte

ENTRIES = [
    "contracts.filter(|k| !k.signed).take(5)",
    "clients.filter(|c| c.company_name.contains(\"Startup\")).count()",
    "select email, role from collaborators where role = 'support' limit 3;",
    "clients.get(12).update(#{ phone: \"+33 1 23 45 67 89\" })",
    "contracts.filter(|k| k.client.co\t",
]
PROMPT = "❯ "
# What READY and WAIT measure is seconds: a prompt is there when nothing more was written for so long.
READY, WAIT = 0.6, 20
CELL = (8.43, 18)
DARK = {
    "page": "#16181d", "text": "#d6d9e0", "black": "#5c6370", "red": "#e06c75", "green": "#98c379", "brown": "#d19a66",
    "blue": "#61afef", "brightblue": "#61afef", "magenta": "#c678dd", "cyan": "#56b6c2", "white": "#d6d9e0", "dim": "#7f8694",
}
LIGHT = {
    "page": "#fbfbfa", "text": "#25282e", "black": "#5c6370", "red": "#b3263a", "green": "#3d7a1f", "brown": "#8a5a00",
    "blue": "#1f5fbf", "brightblue": "#1f5fbf", "magenta": "#8a2fa8", "cyan": "#0a7285", "white": "#25282e", "dim": "#70757f",
}


class Screen(pyte.Screen):
    """pyte knows no dim text (SGR 2): it is kept as a colour of its own."""

    def select_graphic_rendition(self, *attributes, **kwargs):
        super().select_graphic_rendition(*attributes, **kwargs)
        if 2 in attributes:
            self.cursor.attrs = self.cursor.attrs._replace(fg="dim")


def record(epic, columns, lines):
    screen = Screen(columns, lines)
    stream = pyte.ByteStream(screen)
    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o711)
        environment = {**os.environ, "EPIC_HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PAGER": ""}
        for name in ("NO_COLOR", "DATABASE_URL", "EPIC_TOKEN", "LC_ALL", "EPIC_PAGER"):
            environment.pop(name, None)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "check": True}
        subprocess.run([epic, "demo", "--as", "marie@epic.events", "-e", "1"], **quiet)
        process, terminal = pty.fork()
        if process == 0:
            os.execve(epic, [epic], environment)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        settle(terminal, stream, screen)
        for entry in ENTRIES:
            os.write(terminal, entry.encode())
            if not entry.endswith("\t"):
                os.write(terminal, b"\r")
            settle(terminal, stream, screen)
        drawn = [dict(screen.buffer[line]) for line in range(lines)]
        os.write(terminal, b"\x03\x04")
        time.sleep(READY)
        os.close(terminal)
        os.waitpid(process, 0)
    return drawn


def settle(terminal, stream, screen):
    """Reads until there is a prompt, and nothing more is written."""
    give_up = time.monotonic() + WAIT
    while time.monotonic() < give_up:
        if select.select([terminal], [], [], READY)[0]:
            stream.feed(os.read(terminal, 1 << 16))
        elif any(PROMPT.strip() in line for line in screen.display):
            return


def svg(lines, columns, theme):
    while lines and not any(cell.data.strip() for cell in lines[-1].values()):
        lines.pop()
    width, height = columns * CELL[0] + 24, len(lines) * CELL[1] + 24
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">'
    yield f'<rect width="100%" height="100%" rx="8" fill="{theme["page"]}"/>'
    yield '<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">'
    for number, line in enumerate(lines):
        for column, text, cell in runs(line):
            y = 24 + number * CELL[1]
            x = 12 + column * CELL[0]
            colors = (theme.get(cell.fg, theme["text"]), theme["page"])
            if cell.reverse:
                yield f'<rect x="{x:.1f}" y="{y - 14}" width="{len(text) * CELL[0]:.1f}" height="{CELL[1]}" fill="{colors[0]}"/>'
                colors = colors[::-1]
            weight = ' font-weight="bold"' if cell.bold else ""
            # A place for each character: no renderer's font is as wide as another's.
            places = [(x + at * CELL[0], char) for at, char in enumerate(text) if char != " "]
            xs = " ".join(f"{place:.1f}" for place, _ in places)
            shown = html.escape("".join(char for _, char in places))
            yield f'<text x="{xs}" y="{y}" fill="{colors[0]}"{weight}>{shown}</text>'
    yield "</g></svg>"


def runs(line):
    """The parts of a line that look alike."""
    column, text, look = 0, "", None
    for place in sorted(line):
        cell = line[place]
        alike = look and (cell.fg, cell.bold, cell.reverse) == (look.fg, look.bold, look.reverse)
        if not alike or place != column + len(text):
            if text.strip() or (look and look.reverse):
                yield column, text, look
            column, text, look = place, "", cell
        text += cell.data
    if look and (text.strip() or look.reverse):
        yield column, text.rstrip() if not look.reverse else text, look


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("epic")
    arguments.add_argument("--light", action="store_true")
    arguments.add_argument("--columns", type=int, default=110)
    arguments.add_argument("--lines", type=int, default=60)
    chosen = arguments.parse_args()
    lines = record(os.path.abspath(chosen.epic), chosen.columns, chosen.lines)
    print("\n".join(svg(lines, chosen.columns, LIGHT if chosen.light else DARK)))


if __name__ == "__main__":
    main()
