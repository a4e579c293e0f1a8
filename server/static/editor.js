// The query form with YASQE in the place of its text field. The server makes the answers, as it
// does for those without JavaScript; they are put into the page as they come.
"use strict";

(async () => {
  const form = document.querySelector("form.ask");
  const area = form && form.elements.namedItem("query");
  if (!area || typeof Yasqe === "undefined") return;

  // What SPARQL 1.2 and the engine have beyond the editor's grammar: the server alone tells there.
  const BEYOND = new RegExp(
    String.raw`<<|\{\||~|@[a-z]+(-[a-z0-9]+)*--|\bVERSION\s*["']|\bLATERAL\s*\{|` +
      String.raw`\b(is)?TRIPLE\s*\(|\b(SUBJECT|PREDICATE|OBJECT|LANGDIR|STRLANGDIR|ADJUST)\s*\(|` +
      String.raw`\bhasLANG(DIR)?\s*\(`,
    "i",
  );
  const QUOTED = /<[^<>\s]*>|"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*/g;
  const spoken = (text) => text.replace(QUOTED, (found) => (found[0] === "<" ? "<>" : '""'));

  let completers = ["variables"];
  try {
    const answer = await fetch(form.dataset.vocabulary);
    if (answer.ok) completers = Completion.register(Yasqe, await answer.json());
  } catch {
    // Without the vocabulary it completes variables only.
  }

  const place = document.createElement("div");
  place.className = "editor";
  area.before(place);
  const editor = new Yasqe(place, {
    value: area.value.trimEnd(),
    persistenceId: null,
    prefixCcApi: null,
    consumeShareLink: null,
    createShareableLink: undefined,
    showQueryButton: false,
    resizeable: false,
    autocompleters: completers,
    syntaxErrorCheck: !BEYOND.test(spoken(area.value)),
    editorHeight: "auto",
    viewportMargin: Infinity,
    screenReaderLabel: form.querySelector("label[for=query]").textContent,
    extraKeys: {
      "Ctrl-Space": (it) => it.autocomplete(),
      "Ctrl-Enter": () => form.requestSubmit(),
      "Cmd-Enter": () => form.requestSubmit(),
      "Ctrl-/": (it) => it.commentLines(),
      "Shift-Ctrl-F": (it) => it.autoformat(),
      // These lead on through the page, as they do everywhere else.
      Tab: false,
      "Shift-Tab": false,
    },
  });
  area.hidden = true;
  area.required = false;
  form.querySelector("label[for=query]").addEventListener("click", () => editor.focus());
  const help = document.createElement("p");
  help.className = "note";
  help.textContent = "Ctrl+Space completes, Ctrl+Enter asks.";
  const button = form.querySelector("button[type=submit]");
  // Told to those who do not see the answer come: how much it is, not all of it.
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  button.after(help, status);

  let marks = [];
  const unmark = () => {
    marks.forEach((mark) => mark.clear());
    marks = [];
  };
  const markLine = (line, className) => {
    editor.addLineClass(line, "background", className);
    return { clear: () => editor.removeLineClass(line, "background", className) };
  };

  function showFault() {
    unmark();
    const dead = document.querySelector("#result .dead[data-line]");
    if (dead) marks.push(markLine(Number(dead.dataset.line) - 1, "line-of-nothing"));
    const fault = document.querySelector("#result .fault[data-line]");
    if (!fault) return;
    const line = Number(fault.dataset.line) - 1;
    // The server counts code points.
    const ch = [...(editor.getLine(line) || "")].slice(0, Number(fault.dataset.column) - 1).join("").length;
    const end = Math.max(editor.getTokenAt({ line, ch: ch + 1 }).end, ch + 1);
    marks.push(markLine(line, "line-at-fault"));
    marks.push(editor.markText({ line, ch }, { line, ch: end }, { className: "at-fault" }));
    editor.setCursor({ line, ch });
    editor.focus();
  }

  editor.on("change", () => {
    unmark();
    const isChecked = !BEYOND.test(spoken(editor.getValue()));
    if (isChecked !== editor.config.syntaxErrorCheck) editor.setCheckSyntaxErrors(isChecked);
    place.classList.toggle("unchecked", !isChecked);
  });
  place.classList.toggle("unchecked", !editor.config.syntaxErrorCheck);

  let asking = null;
  async function ask(address, { signal }) {
    const answer = await fetch(`${address}&part=result`, { headers: { Accept: "text/html" }, signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("#result").replaceChildren(
      ...[...page.body.childNodes].map((node) => document.adoptNode(node)),
    );
    document.title = page.title;
    Views.offer(document.querySelector("#result"));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (asking) return asking.abort();
    if (!editor.getValue().trim()) return editor.focus();
    area.value = editor.getValue();
    document.querySelector(".printed code").textContent = area.value;
    asking = new AbortController();
    button.textContent = "Stop";
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    try {
      await ask(address, asking);
      history.pushState(null, "", address);
      status.textContent = document.querySelector("#result .note, #result .truth")?.textContent || "";
      showFault();
    } catch (error) {
      const said = document.createElement("p");
      said.className = "note";
      said.textContent = error.name === "AbortError" ? "Stopped." : `No answer: ${error.message}`;
      document.querySelector("#result").replaceChildren(said);
    } finally {
      asking = null;
      button.textContent = "Ask";
    }
  });
  window.addEventListener("popstate", () => location.reload());

  const examples = document.querySelector("form.examples");
  examples?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const address = `${examples.action}?${new URLSearchParams(new FormData(examples))}`;
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    editor.setValue(page.querySelector("textarea").value.trimEnd());
    editor.focus();
  });

  showFault();
  Views.offer(document.querySelector("#result"));
})();
