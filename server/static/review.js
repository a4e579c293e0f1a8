// The review page by keyboard and without reloads. Every change is a plain form of the page.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const KEYS_OFF = "standoff-review-keys-off";
  let queue = Promise.resolve();

  // One after the other: a key that comes early acts on what the one before it has led to.
  const then = (act) => {
    queue = queue.then(act).catch((error) => say(`The server does not answer: ${error.message}`));
    return queue;
  };

  const say = (words) => ($("live").textContent = words);

  async function load(address, options = {}) {
    document.body.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { ...options, redirect: "follow" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("review");
      if (!fresh) throw new Error(page.querySelector(".fault")?.textContent.trim() || answer.status);
      const isRefused = answer.status === 422 && $("decide");
      // What was typed stays, to be mended.
      if (isRefused) refuse(fresh.querySelector(".fault"));
      else show(fresh, page.title);
      // A page that says what is wrong has the address of a form.
      if (answer.ok) history.replaceState(null, "", answer.url);
    } finally {
      document.body.removeAttribute("aria-busy");
    }
  }

  function show(fresh, title) {
    const held = document.activeElement;
    const keeps = held?.matches("button, a, summary") ? held.id : "";
    const [top, panelTop, before] = [$("text").scrollTop, $("panel").scrollTop, $("focus").dataset.id];
    const opened = [...document.querySelectorAll("details[id]")].filter((each) => each.open);
    $("review").replaceChildren(...[...fresh.childNodes].map((each) => document.importNode(each, true)));
    document.title = title;
    $("text").scrollTop = top;
    $("panel").scrollTop = before === $("focus").dataset.id ? panelTop : 0;
    opened.filter((each) => each.id === "help").forEach((each) => ($(each.id).open = true));
    prepare();
    const wrong = document.querySelector(".fault[role=alert]");
    (wrong ?? (keeps && $(keeps)) ?? $("focus"))?.focus({ preventScroll: !wrong });
    const said = [...document.querySelectorAll(".done p")].map((each) => each.textContent);
    say(wrong ? "" : [...said, $("focus").textContent.trim().replace(/\s+/g, " ")].join(" "));
  }

  function refuse(fault) {
    document.querySelector(".fault")?.remove();
    document.querySelector("main").before(document.importNode(fault, true));
    document.querySelector(".fault").focus();
  }

  function prepare() {
    const here = document.querySelector(".text .here, .text .mark.here");
    if (here) {
      const [box, pane] = [here.getBoundingClientRect(), $("text").getBoundingClientRect()];
      const isSeen = box.top >= pane.top + 10 && box.bottom <= pane.bottom - 60;
      if (!isSeen) $("text").scrollTop += box.top - pane.top - pane.height / 3;
    }
    $("keys").checked = !localStorage.getItem(KEYS_OFF);
    showKind();
  }

  function showKind() {
    for (const each of document.querySelectorAll("[data-kind]")) {
      each.hidden = each.dataset.kind !== $("n-kind").value;
    }
  }

  const submit = (form, button) => {
    const data = new URLSearchParams(new FormData(form, button ?? undefined));
    return load(form.action, { method: "POST", body: data });
  };

  // Offsets count code points, as Python does: a character beyond U+FFFF is one, not two.
  const points = (words) => [...words].length;

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const pieces = [...$("text").querySelectorAll("[data-start]")].filter((each) => range.intersectsNode(each));
    const at = (piece, container, offset, otherwise) => {
      const node = piece.firstChild;
      return Number(piece.dataset.start) + points(container === node ? node.data.slice(0, offset) : otherwise);
    };
    const full = pieces.filter((piece) => {
      const [first, last] = [piece.firstChild, piece.firstChild];
      const isBefore = range.endContainer === first && range.endOffset === 0;
      const isAfter = range.startContainer === last && range.startOffset === last.data.length;
      return !isBefore && !isAfter;
    });
    if (!full.length) return null;
    const [first, last] = [full[0], full[full.length - 1]];
    const start = at(first, range.startContainer, range.startOffset, "");
    const end = at(last, range.endContainer, range.endOffset, last.firstChild.data);
    const words = full.map((piece) => {
      const [from, to] = [range.startContainer, range.endContainer].map((each) => each === piece.firstChild);
      return piece.firstChild.data.slice(from ? range.startOffset : 0, to ? range.endOffset : undefined);
    });
    return { start, end, words: words.join("") };
  }

  function beginAdding() {
    const found = selected();
    $("add").open = true;
    if (found) {
      $("n-start").value = found.start;
      $("n-end").value = found.end;
      $("n-words").value = "";
      $("chosen").textContent = found.words;
      $("chosen").hidden = false;
    }
    (found ? $("n-kind") : $("n-words")).focus();
    $("add").scrollIntoView({ block: "nearest" });
  }

  const reach = (id, what) => {
    const field = $(id);
    if (!field) return say(what);
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    field.select?.();
  };

  const KEYS = {
    j: () => load($("next").href),
    k: () => load($("previous").href),
    a: () => submit($("decide"), $("accept")),
    e: () => reach(document.querySelector("#decide .fields :is(input, select)")?.id),
    r: () => reach("why"),
    n: beginAdding,
    s: () => reach("place", "It cannot be split."),
    m: () => reach("other", "Nothing stands beside it to merge with."),
    u: () => ($("undo").disabled ? say("No step to take back.") : submit($("undo").form, $("undo"))),
    "?": () => (($("help").open = !$("help").open), $("help").scrollIntoView({ block: "nearest" })),
  };

  document.addEventListener("keydown", (event) => {
    const isField = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && isField) return event.target.blur();
    if (event.key === "Enter" && event.target.matches("select")) {
      event.preventDefault();
      const form = event.target.form;
      return then(() => submit(form, form.querySelector("button:not([type=button])")));
    }
    if (isField && event.target.type !== "checkbox") return undefined;
    if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(KEYS_OFF)) return undefined;
    const act = Object.hasOwn(KEYS, event.key) ? KEYS[event.key] : null;
    if (!act || !$("focus")) return undefined;
    event.preventDefault();
    return then(() => ($("next") || "nu?".includes(event.key) ? act() : undefined));
  });

  document.addEventListener("submit", (event) => {
    event.preventDefault();
    const { target, submitter } = event;
    then(() => submit(target, submitter));
  });

  document.addEventListener("click", (event) => {
    const fill = event.target.closest("[data-fill]");
    if (fill) $(fill.dataset.fill).value = fill.dataset.value;
    if (event.ctrlKey || event.metaKey || event.shiftKey || !getSelection().isCollapsed) return;
    const link = event.target.closest("a[href]:not(.skip)");
    const piece = event.target.closest(".text [data-id]");
    if (!link && !piece) return;
    event.preventDefault();
    const address = new URL(link ? link.href : location.href);
    if (!link) address.searchParams.set("at", piece.dataset.id);
    then(() => load(address));
  });

  document.addEventListener("change", (event) => {
    if (event.target.id === "n-kind") showKind();
    if (event.target.id !== "keys") return;
    if (event.target.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "yes");
  });

  document.addEventListener("DOMContentLoaded", prepare);
})();
