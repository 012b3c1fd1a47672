// The panel of assumptions: each with a slider and a number, its range, source, help and reset.
//
// While a hand holds a slider, its value is sent as soon as the answer to the one before has come:
// the picture follows as fast as it can be computed, and never queues.

const PATIENCE = 3000; // milliseconds after which an answer that never came is given up
const REST = 500; // milliseconds without a key after which a slider is let go
const panels = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".assumptions");
  let panel = panels.get(place);
  if (!panel) panels.set(place, (panel = new Panel(place)));
  panel.send = (path, value, last, turn) => setTriggerValue("moved", { path, value, last, turn });
  panel.show(JSON.parse(new TextDecoder().decode(data)));
}

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.filter(Boolean));
  return made;
}

function shown(value, step) {
  if (typeof value !== "number") return String(value);
  const places = Math.max(0, Math.min(4, Math.round(-Math.log10(step || 0.01))));
  return value.toFixed(places).replace("-", "−");
}

class Panel {
  constructor(place) {
    this.place = place;
    this.settings = new Map();
    this.waiting = null;
    this.since = 0;
    this.held = null;
    this.turn = this.answered = 0; // of the moves that were sent, and of those that were answered
  }

  show({ panel, values, open, turn }) {
    if (panel && panel.scenario !== this.scenario) this.build(panel.scenario, panel.groups);
    if (!this.scenario) return; // a newer message brings it
    if (open && open !== this.open) this.reveal(open);
    this.open = open;
    for (const [path, setting] of this.settings) {
      if (path !== this.held) setting.set(path in values ? values[path] : setting.about.default);
    }
    for (const [group, count] of this.counts) {
      const changed = [...this.settings.values()].filter((s) => s.group === group && s.isChanged);
      count.textContent = changed.length ? `${changed.length} changed` : "";
    }
    this.since = 0;
    this.next();
    this.answered = turn;
    this.say();
  }

  // Whether a hand holds a slider, or the answer to a move is still to come.
  say() {
    this.place.toggleAttribute("data-moving", Boolean(this.held || this.waiting || this.answered < this.turn));
  }

  build(scenario, groups) {
    this.scenario = scenario;
    this.settings.clear();
    this.counts = new Map();
    const unfolded = matchMedia("(max-width: 959px)").matches ? 0 : 2;
    const kept = new Set([...this.place.querySelectorAll("details.group[open]")].map((d) => d.id));
    this.place.replaceChildren(
      ...groups.map((group, place) => {
        const id = `group-${group.id}`;
        const count = element("span", { class: "count" });
        this.counts.set(group.id, count);
        const settings = group.assumptions.map((about) => {
          const setting = new Setting(this, group.id, about);
          this.settings.set(about.path, setting);
          return setting.box;
        });
        return element(
          "details",
          { class: "group", id, open: kept.size ? kept.has(id) : place < unfolded },
          element("summary", {}, element("span", { text: group.name }), count),
          ...settings,
        );
      }),
    );
  }

  reveal(id) {
    const group = this.place.querySelector(`#group-${CSS.escape(id)}`);
    if (!group) return;
    group.open = true;
    group.scrollIntoView({ block: "nearest" });
  }

  // Send a value now, or when the answer to the one before has come; the latest one wins.
  tell(path, value, last) {
    this.waiting = { path, value, last };
    this.next();
    this.say();
  }

  next() {
    const busy = this.since && performance.now() - this.since < PATIENCE;
    if (!this.waiting || (busy && !this.waiting.last)) return;
    const { path, value, last } = this.waiting;
    this.waiting = null;
    this.since = performance.now();
    this.turn = Date.now(); // a count would begin anew with a new panel
    this.send(path, value, last, this.turn);
  }
}

class Setting {
  constructor(panel, group, about) {
    Object.assign(this, { panel, group, about });
    this.id = `assume-${about.path.replaceAll(".", "-")}`;
    this.reset = element("button", {
      type: "button",
      class: "reset",
      "aria-label": `Reset ${about.name}`,
      title: "Back to what the scenario says",
      text: "↺",
      hidden: "",
    });
    this.reset.onclick = () => this.change(about.default, true);
    this.notice = element("p", { class: "notice", role: "status", hidden: "" });
    this.box = element("div", { class: `setting ${about.kind}`, "data-path": about.path });
    this.box.append(...this.parts());
  }

  parts() {
    const { about, id } = this;
    const label = element("label", { for: id, text: about.name });
    const chip = this.chip();
    if (about.kind === "number") {
      this.number = element("input", {
        type: "number",
        class: "value",
        min: about.minimum,
        max: about.maximum,
        step: "any",
        "aria-label": `${about.name}, as a number`,
      });
      this.slider = element("input", {
        type: "range",
        id,
        min: 0,
        max: Math.round((about.maximum - about.minimum) / about.step),
        step: 1,
      });
      this.slider.oninput = () => this.hold();
      this.slider.onchange = () => (this.byKeys ? this.pause() : this.release());
      this.slider.addEventListener("keydown", () => (this.byKeys = true));
      this.slider.addEventListener("pointerdown", () => (this.byKeys = false));
      this.slider.addEventListener("blur", () => this.pausing && this.release());
      this.number.onchange = () => this.typed();
      this.number.addEventListener("input", () => (this.typing = true));
      this.number.addEventListener("blur", () => this.rest());
      const head = element("div", { class: "head" }, label, this.reset, this.number);
      return [head, this.track(), element("div", { class: "foot" }, chip, this.unit()), this.notice, this.more];
    }
    const head = element("div", { class: "head" }, label, this.reset, this.control());
    return chip ? [head, chip, this.more] : [head];
  }

  control() {
    const { about, id } = this;
    if (about.kind === "flag") {
      this.box_ = element("input", { type: "checkbox", id });
      this.box_.onchange = () => this.change(this.box_.checked, true);
      return this.box_;
    }
    this.select = element(
      "select",
      { id },
      ...about.choices.map(([value, text]) => element("option", { value, text })),
    );
    this.select.onchange = () => this.change(this.select.value, true);
    return this.select;
  }

  // The track with the plausible range on it, and a mark at what the scenario says.
  track() {
    const { about } = this;
    const share = (value) => (100 * (value - about.minimum)) / (about.maximum - about.minimum);
    const track = element("div", { class: "track" });
    if (about.low !== null) {
      const range = element("span", { class: "range" });
      range.style.left = `calc(8px + (100% - 16px) * ${share(about.low) / 100})`;
      range.style.width = `calc((100% - 16px) * ${(share(about.high) - share(about.low)) / 100})`;
      track.append(range);
    }
    const mark = element("span", { class: "mark" });
    mark.style.left = `calc(8px + (100% - 16px) * ${share(about.default) / 100})`;
    track.append(mark, this.slider);
    return track;
  }

  unit() {
    const { about } = this;
    const range = about.low === null ? "" : `${shown(about.low, about.step)} to ${shown(about.high, about.step)}`;
    return element("span", { class: "unit", text: [about.unit, range].filter(Boolean).join(" · ") });
  }

  // Where the value comes from; pressed, it says more.
  chip() {
    const { about, id } = this;
    const lines = [about.help, about.note && `Value: ${about.note}`, about.citation].filter(Boolean);
    if (!lines.length) return null;
    this.more = element(
      "div",
      { class: "more", id: `${id}-more`, hidden: "" },
      ...lines.map((text) => element("p", { text })),
    );
    const chip = element("button", {
      type: "button",
      class: about.source && about.source !== "assumption" ? "chip sourced" : "chip",
      "aria-expanded": "false",
      "aria-controls": `${id}-more`,
      "aria-label": `About ${about.name}: ${about.source || "judgement"}`,
      text: about.source || "judgement",
    });
    chip.onclick = () => {
      this.more.hidden = !this.more.hidden;
      chip.setAttribute("aria-expanded", String(!this.more.hidden));
    };
    return chip;
  }

  get isChanged() {
    const { about } = this;
    if (about.kind !== "number") return this.value !== about.default;
    return Math.abs(this.value - about.default) > 1e-9;
  }

  set(value) {
    const { about } = this;
    this.value = value;
    if (about.kind === "flag") this.box_.checked = value;
    else if (about.kind === "choice") this.select.value = value;
    else {
      this.slider.value = Math.round((value - about.minimum) / about.step);
      this.say();
    }
    this.reset.hidden = !this.isChanged;
    this.box.classList.toggle("changed", this.isChanged);
  }

  say() {
    const { about, value } = this;
    if (!this.typing) this.number.value = shown(value, about.step).replace("−", "-");
    const text = `${shown(value, about.step)}${about.unit ? ` ${about.unit}` : ""}`;
    this.slider.setAttribute("aria-valuetext", text);
    const outside = about.low !== null && (value < about.low - 1e-9 || value > about.high + 1e-9);
    const range = about.low === null ? "" : `${shown(about.low, about.step)} to ${shown(about.high, about.step)}`;
    const told = [this.cut === value ? `Its scale ends at ${shown(value, about.step)}.` : "", outside ? `Outside its range, ${range}.` : ""];
    this.notice.textContent = told.filter(Boolean).join(" ");
    this.notice.hidden = !this.notice.textContent;
  }

  at() {
    const { about } = this;
    const raw = about.minimum + Number(this.slider.value) * about.step;
    if (Math.abs(raw - about.default) < about.step / 2) return about.default;
    const round = Math.round(raw / about.step) * about.step;
    return Number(Math.min(Math.max(round, about.minimum), about.maximum).toPrecision(6));
  }

  hold() {
    this.panel.held = this.about.path;
    this.set(this.at());
    this.panel.tell(this.about.path, this.value, false);
  }

  // A key that is pressed again and again moves once, as a hand that drags does.
  pause() {
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => this.release(), REST);
  }

  release() {
    clearTimeout(this.pausing);
    this.pausing = null;
    this.panel.held = null;
    this.change(this.at(), true);
  }

  typed() {
    const { about } = this;
    const value = Number(this.number.value);
    this.typing = false; // from here on the field says what is used
    if (this.number.value === "" || Number.isNaN(value)) return this.set(this.value);
    const within = Math.min(Math.max(value, about.minimum), about.maximum);
    this.cut = within === value ? null : within;
    this.change(within, true);
  }

  rest() {
    this.typing = false;
    this.say();
  }

  change(value, last) {
    this.set(value);
    this.panel.tell(this.about.path, value, last);
  }
}
