"""The frame of the HTML report: one page, its style, no script."""

from __future__ import annotations

#: A string.Template: title, summary, contents, stories, version.
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$title</title>
<style>
:root { color-scheme: light dark; --bg: #fff; --fg: #1b1b1b; --dim: #565656; --line: #c9c9c9; --card: #f5f5f4;
  --del: #9b1c1c; --del-bg: #fde8e8; --ins: #14532d; --ins-bg: #dcf5e3; --offer: #fff0b3;
  --edge: #9a6b00; --link: #0b57b7 }
@media (prefers-color-scheme: dark) { :root { --bg: #161616; --fg: #e8e8e6; --dim: #a8a8a4; --line: #444; --card: #222;
  --del: #ffb0ac; --del-bg: #4a1b1b; --ins: #a9ecbd; --ins-bg: #15391f; --offer: #4a3a08;
  --edge: #e0ad3d; --link: #8ab8ff } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.25rem 4rem; background: var(--bg); color: var(--fg);
  font: 1rem/1.6 system-ui, sans-serif }
a { color: var(--link) }
a:focus-visible, summary:focus-visible, .text:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
h2 { border-top: 1px solid var(--line); padding-top: 1.25rem; overflow-wrap: anywhere }
small, .key { color: var(--dim) }
.text { white-space: pre-wrap; overflow-wrap: anywhere; font-family: Georgia, serif; background: var(--card);
  border-radius: .5rem; padding: 1rem }
del { color: var(--del); background: var(--del-bg) }
ins { color: var(--ins); background: var(--ins-bg); text-decoration: none; border-bottom: 2px solid var(--ins) }
mark { color: inherit; background: var(--offer); border-bottom: 2px dashed var(--edge) }
.critical > mark, .major > mark { border-bottom-style: solid }
.hit { position: relative }
.n { font: .7rem/1 system-ui, sans-serif; vertical-align: super; text-decoration: none; padding: 0 .15em;
  user-select: none }
.tip { display: none; position: absolute; z-index: 2; left: 0; top: 1.6em; width: max-content;
  max-width: min(26rem, 80vw);
  background: var(--bg); color: var(--fg); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem;
  font: .85rem/1.45 system-ui, sans-serif; white-space: normal; box-shadow: 0 4px 16px #0005 }
.tip > span { display: block }
.hit:hover:not(:has(.hit:hover)) > .tip, .n:focus + .tip { display: block }
:target { outline: 3px solid var(--edge); outline-offset: 2px }
.list li { margin: 0 0 .9rem }
.status { font-size: .8rem; border-radius: 1rem; padding: .1rem .6rem }
.status.made { color: var(--ins); background: var(--ins-bg) }
.status.offer { background: var(--offer) }
.sides { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)) }
@media print { .tip { display: none !important } details > * { display: block } }
</style>
</head>
<body>
<header>
<h1>$title</h1>
<p>$summary</p>
<p class="key"><del>taken out</del> <ins>put in</ins> <mark>offered, not made</mark>. Each number leads to the reason
below; point at a place, or move to it with the Tab key, to see it there.</p>
$contents
</header>
<main>
$stories
</main>
<footer><small>mtfix $version</small></footer>
</body>
</html>
"""
