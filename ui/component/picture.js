// Draws a Plotly figure in place: the chart stays, and only what differs is drawn anew.

let loading;

// The library that is installed beside the program, served by the same host; loaded once.
function library(path) {
  loading ??= new Promise((resolve, reject) => {
    const own = document.querySelector('script[src*="/static/js/"]');
    const root = own ? own.src.split("/static/js/")[0] : "";
    const script = document.createElement("script");
    script.src = `${root}${path}`;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`cannot load ${script.src}`));
    document.head.append(script);
  });
  return loading;
}

const options = { responsive: true, displayModeBar: false, scrollZoom: false };
const latest = new WeakMap();

export default async function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".picture");
  const told = JSON.parse(new TextDecoder().decode(data));
  const { data: parts, layout, label, library: path, picks, first } = told;
  const turn = (latest.get(place) ?? 0) + 1;
  latest.set(place, turn);
  place.setAttribute("aria-label", label);
  place.setAttribute("aria-busy", "true"); // until what was told last is drawn
  place.style.minHeight = `${layout.height}px`;
  const Plotly = await library(path);
  // What the eye waits for is drawn first; the others let it paint.
  if (!first && !place._fullData) await new Promise((resolve) => setTimeout(resolve, 50));
  if (latest.get(place) !== turn) return; // a newer one came while the library was loaded
  layout.font = { ...layout.font, family: getComputedStyle(place).fontFamily };
  await Plotly.react(place, parts, layout, options);
  if (latest.get(place) === turn) place.setAttribute("aria-busy", "false");
  place.removeAllListeners("plotly_click");
  if (picks) {
    place.on("plotly_click", ({ points }) => {
      const picked = points.map((point) => point.customdata).find((value) => value !== undefined);
      if (picked !== undefined) setTriggerValue("picked", picked);
    });
  }
}
