"""The page without its contents: markup, style, and the few lines that draw the figures."""

from __future__ import annotations

from string import Template

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)
"""What a browser may load for the page: nothing that does not stand in it."""

PHONE_BELOW = 620
"""Width of the window, in pixels, below which the figures for a telephone are drawn."""

STYLE = Template(
    """
:root { color-scheme: light dark; --ground: $light_ground; --ink: $light_ink;
  --quiet: $light_quiet; --grid: $light_grid; --record: $light_record; }
@media (prefers-color-scheme: dark) { :root { --ground: $dark_ground; --ink: $dark_ink;
  --quiet: $dark_quiet; --grid: $dark_grid; --record: $dark_record; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.55 $font; }
main { max-width: 54rem; margin: 0 auto; padding: 3.5rem 1.25rem 4rem; }
.kicker { margin: 0 0 1rem; color: var(--quiet); }
.answer { font-weight: 600; letter-spacing: -0.012em; line-height: 1.22; margin: 0 0 1.25rem;
  max-width: 34em; text-wrap: pretty; }
h1.answer { font-size: clamp(1.5rem, 1.05rem + 2.1vw, 2.25rem); }
h2.answer { font-size: clamp(1.3rem, 1rem + 1.3vw, 1.7rem); }
section + section { margin-top: 5.5rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 0.75rem; }
section > h2:first-child { margin-top: 0; }
h3 { font-size: 1.06rem; font-weight: 600; line-height: 1.35; margin: 0 0 0.75rem;
  max-width: 40em; text-wrap: pretty; }
.quiet p { margin: 0 0 0.4rem; color: var(--quiet); max-width: 42em; }
figure { margin: 4rem 0 0; }
.picture { height: var(--wide); }
figcaption { margin-top: 0.6rem; color: var(--quiet); font-size: 0.8rem; line-height: 1.5;
  max-width: 56em; overflow-wrap: anywhere; }
details { margin-top: 2rem; }
summary { cursor: pointer; color: var(--quiet); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin-top: 0.75rem; font-size: 0.88rem;
  font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 1.25rem 0.3rem 0; text-align: left; vertical-align: top;
  white-space: nowrap; }
table.text td { white-space: normal; min-width: 9rem; overflow-wrap: anywhere; }
th { font-weight: 600; } tbody th { font-weight: 400; }
thead th { color: var(--quiet); border-bottom: 1px solid var(--grid); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.35rem 1.5rem; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; max-width: 44em; }
code { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 0.85em; }
ul { padding-left: 1.1rem; margin: 0; max-width: 42em; } li { margin-bottom: 0.4rem; }
@media (max-width: ${below}px) { main { padding: 1.75rem 0.75rem 3rem; }
  .picture { height: var(--phone); margin: 0 -0.25rem; } section + section { margin-top: 4rem; }
  dl { display: block; } dd { margin: 0 0 0.6rem; } }
@media print { details { display: none; } figure { break-inside: avoid; } }
""".replace("${below}", str(PHONE_BELOW))
)

DRAWING = Template("""
const figures = JSON.parse(document.getElementById("domino-figures").textContent);
const phone = matchMedia("(max-width: ${below}px)");
const dark = matchMedia("(prefers-color-scheme: dark)");
function draw() {
  const variant = (phone.matches ? "phone" : "wide") + "-" + (dark.matches ? "dark" : "light");
  for (const [id, variants] of Object.entries(figures)) {
    const figure = structuredClone(variants[variant]);
    Plotly.react(id, figure.data, figure.layout,
      { responsive: true, displayModeBar: false, scrollZoom: false });
  }
}
draw();
phone.addEventListener("change", draw);
dark.addEventListener("change", draw);
""")

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
<p class="kicker">$title</p>
$sections
$foundations
</main>
<script type="application/json" id="$inputs_id">$inputs</script>
<script type="application/json" id="domino-figures">$figures</script>
<script>$plotly</script>
<script>$drawing</script>
</body>
</html>
""")
