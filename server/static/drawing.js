// What responds in a drawing: neighbours light up, kinds can be left out, the sheet comes nearer.
// Without this script all of it is there, as links and in the table below.
"use strict";

const STEP = 1.4;
const NEAREST = 6;
const NAMES = {
  "in-place": "in place", "under-consideration": "under consideration", event: "events",
  position: "positions", actor: "actors", proposition: "propositions", says: "says",
  denies: "denies", imputed: "imputed", hedged: "with a doubt", conditional: "on a condition",
  excludes: "exclude each other", attacks: "attacks",
};
const FILTERED = new Set(["event", "position", "says", "denies", "imputed", "hedged",
  "conditional", "excludes", "attacks"]);

const keysOf = (link) => new Set((link.dataset.of || "").split(" ").filter(Boolean));

function light(drawing, link) {
  const links = [...drawing.querySelectorAll("a")];
  const own = link ? keysOf(link) : new Set();
  drawing.classList.toggle("lit", own.size > 0);
  const isNode = own.size === 1;
  const near = new Set(own);
  if (isNode) {
    for (const other of links) {
      const keys = keysOf(other);
      if ([...keys].some((key) => own.has(key))) keys.forEach((key) => near.add(key));
    }
  }
  for (const other of links) {
    const keys = [...keysOf(other)];
    const touches = keys.length > 1
      ? (isNode ? keys.some((key) => own.has(key)) : other === link)
      : keys.some((key) => near.has(key));
    other.classList.toggle("near", own.size > 0 && touches);
  }
}

function tools(drawing) {
  const whole = drawing.getAttribute("viewBox").split(" ").map(Number);
  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Tools of the drawing");
  let nearness = 1;
  let middle = [whole[2] / 2, whole[3] / 2];
  const show = () => {
    const [width, height] = [whole[2] / nearness, whole[3] / nearness];
    const left = Math.min(Math.max(0, middle[0] - width / 2), whole[2] - width);
    const top = Math.min(Math.max(0, middle[1] - height / 2), whole[3] - height);
    drawing.setAttribute("viewBox", [left, top, width, height].map((n) => n.toFixed(1)).join(" "));
  };
  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", () => { act(); show(); });
    bar.append(made);
  };
  button("+", "Nearer", () => { nearness = Math.min(NEAREST, nearness * STEP); });
  button("−", "Farther", () => { nearness = Math.max(1, nearness / STEP); });
  button("Whole", "The whole drawing", () => { nearness = 1; });
  // What is looked at stays in sight as the sheet comes nearer.
  drawing.addEventListener("focusin", (event) => {
    const box = event.target.getBBox ? event.target.getBBox() : null;
    if (box) middle = [box.x + box.width / 2, box.y + box.height / 2];
    if (nearness > 1) show();
  });
  const kinds = new Set([...drawing.querySelectorAll("a")].map((link) => link.dataset.kind));
  for (const kind of [...kinds].filter((found) => FILTERED.has(found))) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => {
      for (const link of drawing.querySelectorAll("a")) {
        if (link.dataset.kind === kind) link.classList.toggle("out", !box.checked);
      }
    });
    label.append(box, NAMES[kind] || kind);
    bar.append(label);
  }
  drawing.closest("figure").querySelector("figcaption").after(bar);
}

for (const drawing of document.querySelectorAll("figure.scene svg.drawing")) {
  tools(drawing);
  const at = (event) => event.target.closest("a");
  drawing.addEventListener("mouseover", (event) => light(drawing, at(event)));
  drawing.addEventListener("mouseleave", () => light(drawing, null));
  drawing.addEventListener("focusin", (event) => light(drawing, at(event)));
  drawing.addEventListener("focusout", () => light(drawing, null));
}
