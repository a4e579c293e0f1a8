// An answer drawn: numbers as bars, nodes as a network. All of it is read from the answer's tables.
"use strict";

const Views = (() => {
  const MOST_BARS = 40;
  const MOST_NODES = 60;
  const MOST_LETTERS = 30;
  const MOST_NAMED_EDGES = 30;
  const WIDTH = 900;
  const HEIGHT = 560;
  const SVG = "http://www.w3.org/2000/svg";

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  };
  const draw = (name, attributes = {}, ...children) => {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  };
  const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const words = (node) => node.textContent.trim().replace(/\s+/g, " ");
  const rowsOf = (table) =>
    [...table.tBodies[0].rows].map((row) => [...row.cells].filter((cell) => !cell.matches(".why")));

  // The names of a column's rows and its numbers, where there are such columns.
  function numbers(table) {
    const rows = rowsOf(table);
    const heads = [...table.tHead.rows[0].cells];
    const isNumber = (column) =>
      rows.every((row) => row[column].matches(".number") && Number(words(row[column])) >= 0);
    const columns = heads.map((_head, column) => column).filter((column) => rows[0]?.[column]);
    const value = columns.find(isNumber);
    const name = columns.find((column) => !rows.some((row) => row[column].matches(".number, .evidence")));
    if (rows.length < 2 || value === undefined || name === undefined) return null;
    return { rows, name, value, caption: `${words(heads[value])} by ${words(heads[name])}` };
  }

  function chart({ rows, name, value, caption }) {
    const most = Math.max(...rows.map((row) => Number(words(row[value]))), 1);
    const body = make("tbody");
    for (const row of rows.slice(0, MOST_BARS)) {
      const bar = make("span", { class: "bar" });
      bar.style.width = `${(100 * Number(words(row[value]))) / most}%`;
      const head = make("th", { scope: "row" }, ...[...row[name].cloneNode(true).childNodes]);
      body.append(make("tr", {}, head, make("td", {}, bar), make("td", {}, words(row[value]))));
    }
    const more = rows.length > MOST_BARS ? `, the first ${MOST_BARS} of ${rows.length}` : "";
    return make("table", { class: "chart" }, make("caption", {}, caption + more), body);
  }

  // What keeps a claim from being plain fact must be seen here, too.
  function marks(place) {
    const found = [...place.querySelectorAll(".badge:not(.plain)")];
    const tones = found.map((mark) => mark.classList[1]);
    return { tone: tones[0] ?? "", said: found.map(words).join(", ") };
  }

  // The nodes that the answer leads between: the first two of each row, or what is said of a node.
  function edges(result) {
    const found = [];
    const end = (link) => ({ iri: link.href, href: link.href, name: words(link), lang: link.querySelector("[lang]")?.lang ?? "", ...marks(link.closest("td, h3")) });
    const said = [...result.querySelectorAll("h3.subject")];
    for (const head of said) {
      let next = head.nextElementSibling;
      while (next && !next.querySelector("table")) next = next.nextElementSibling;
      const own = head.querySelector("a[href]");
      const from = own ? end(own) : { iri: words(head), href: "", name: words(head.firstChild), ...marks(head) };
      for (const [property, value] of next ? rowsOf(next.querySelector("table")) : []) {
        const link = value.querySelector("a[href]");
        if (link) found.push({ from, to: end(link), name: words(property) });
      }
    }
    const table = said.length ? null : result.querySelector("table");
    for (const row of table ? rowsOf(table) : []) {
      const [from, to] = row.map((cell) => cell.querySelector("a[href]")).filter(Boolean);
      if (from && to && from.href !== to.href) found.push({ from: end(from), to: end(to), name: "" });
    }
    return found;
  }

  // Nodes push each other apart, lines pull them together, and all tend to the middle.
  function place(nodes, found) {
    nodes.forEach((node, i) => {
      const angle = (2 * Math.PI * i) / nodes.length;
      Object.assign(node, { x: Math.cos(angle), y: Math.sin(angle) });
    });
    const apart = 1 / Math.sqrt(nodes.length);
    const push = (one, other, by) => {
      const [x, y] = [one.x - other.x, one.y - other.y];
      const far = Math.max(Math.hypot(x, y), 0.001);
      one.dx += (x / far) * by(far);
      one.dy += (y / far) * by(far);
    };
    for (let step = 0; step < 300; step++) {
      const heat = 0.1 * (1 - step / 300);
      nodes.forEach((node) => Object.assign(node, { dx: -node.x, dy: -node.y }));
      for (const one of nodes) {
        for (const other of nodes) if (one !== other) push(one, other, (far) => apart ** 2 / far);
      }
      for (const { from, to } of found) {
        push(from, to, (far) => -(far ** 2) / apart);
        push(to, from, (far) => -(far ** 2) / apart);
      }
      for (const node of nodes) {
        const far = Math.max(Math.hypot(node.dx, node.dy), 0.001);
        node.x += (node.dx / far) * Math.min(far, heat);
        node.y += (node.dy / far) * Math.min(far, heat);
      }
    }
    for (const [axis, size, edge] of [["x", WIDTH, 110], ["y", HEIGHT, 34]]) {
      const values = nodes.map((node) => node[axis]);
      const [least, most] = [Math.min(...values), Math.max(...values)];
      const scale = most > least ? (size - 2 * edge) / (most - least) : 0;
      nodes.forEach((node) => (node[axis] = scale ? edge + (node[axis] - least) * scale : size / 2));
    }
    label(nodes);
  }

  // A name stands above its node, or below it where another name stands there already.
  function label(nodes) {
    const taken = [];
    const isFree = (x, y, half) =>
      taken.every((other) => Math.abs(other.y - y) > 13 || Math.abs(other.x - x) > other.half + half);
    for (const node of nodes) {
      const half = 3.4 * Math.min(node.name.length, MOST_LETTERS);
      node.at = [-11, 20, -25, 34].map((by) => node.y + by).find((y) => isFree(node.x, y, half)) ?? node.y - 11;
      taken.push({ x: node.x, y: node.at, half });
    }
  }

  function network(said) {
    const nodes = new Map();
    const node = (end) => {
      if (!nodes.has(end.iri)) nodes.set(end.iri, { ...end });
      const known = nodes.get(end.iri);
      known.href ||= end.href;
      return known;
    };
    const found = [];
    for (const { from, to, name } of said) {
      const news = [from, to].filter((end) => !nodes.has(end.iri)).length;
      if (nodes.size + news <= MOST_NODES) found.push({ from: node(from), to: node(to), name });
    }
    place([...nodes.values()], found);
    const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", class: "network" });
    svg.setAttribute("aria-label", `${nodes.size} nodes and ${found.length} lines between them`);
    const head = draw("path", { d: "M0 0 L8 3 L0 6 z" });
    const size = { viewBox: "0 0 8 6", refX: 16, refY: 3, markerWidth: 9, markerHeight: 7, orient: "auto" };
    svg.append(draw("defs", {}, draw("marker", { id: "line-end", ...size }, head)));
    const isNamed = found.length <= MOST_NAMED_EDGES;
    for (const { from, to, name } of found) {
      const title = draw("title", {}, [from.name, name, to.name].filter(Boolean).join(" · "));
      svg.append(draw("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, "marker-end": "url(#line-end)" }, title));
      const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, class: "edge" };
      if (isNamed && name) svg.append(draw("text", middle, name));
    }
    for (const { href, name, lang, tone, said: doubt, x, y, at } of nodes.values()) {
      const parts = [
        draw("title", {}, [name, doubt].filter(Boolean).join(" · ")),
        draw("circle", { cx: x, cy: y, r: 7 }),
        draw("text", { x, y: at }, short(name, MOST_LETTERS)),
      ];
      if (doubt) parts.push(draw("text", { x, y: at > y ? at + 12 : y + 18, class: "doubt" }, short(doubt, MOST_LETTERS)));
      const node = href ? draw("a", { href }, ...parts) : draw("g", {}, ...parts);
      if (tone) node.setAttribute("class", tone);
      if (lang) node.setAttribute("lang", lang);
      svg.append(node);
    }
    const left = said.length - found.length;
    const more = left ? ` ${left} more have no room here.` : "";
    const caption = make("figcaption", { class: "note" }, `${found.length} lines between nodes.${more}`);
    return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Network" }, svg, caption);
  }

  // Offers, above an answer, what it can be drawn as.
  function offer(result) {
    const before = result.querySelector(".scroll, h3.subject");
    const table = result.querySelector(".scroll table:not(.pairs)");
    const choices = [];
    const counted = table && numbers(table);
    if (counted) choices.push(["Chart", () => chart(counted)]);
    const said = before ? edges(result) : [];
    if (said.length > 1) choices.push(["Network", () => network(said)]);
    const map = result.querySelector("details.answer-map");
    if (map) {
      const drawn = map.querySelector(".scene");
      choices.push(["Map", () => drawn]);
      map.remove();
    }
    if (!choices.length) return;
    const figure = make("figure", { class: "view", hidden: "" });
    const group = make("div", { class: "views", role: "group", "aria-label": "Draw the answer as" });
    for (const [name, view] of choices) {
      const button = make("button", { type: "button", "aria-pressed": "false" }, name);
      button.addEventListener("click", () => {
        const isOn = button.getAttribute("aria-pressed") === "true";
        group.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", "false"));
        button.setAttribute("aria-pressed", String(!isOn));
        figure.replaceChildren(...(isOn ? [] : [view()]));
        figure.hidden = isOn;
      });
      group.append(button);
    }
    before.before(group, figure);
  }

  return { offer };
})();
