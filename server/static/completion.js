// What the editor offers while one types: our prefixes, classes, properties and values of lists.
"use strict";

const Completion = (() => {
  const MOST = 100;

  // One of our terms, with what it is called and what it means beside its name.
  function render(element, _data, hint) {
    const name = document.createElement("span");
    name.className = "hint-name";
    name.textContent = hint.displayText;
    const label = document.createElement("span");
    label.className = "hint-label";
    label.textContent = hint.term.gloss || hint.term.label;
    element.append(name, label);
  }

  // The shortest way to write an IRI, with the prefix that it needs.
  function short(iri, prefixes) {
    let best = null;
    for (const [prefix, namespace] of Object.entries(prefixes)) {
      const local = iri.slice(namespace.length);
      if (iri.startsWith(namespace) && /^\w[\w-]*$/.test(local)) {
        if (!best || namespace.length > best.namespace.length) best = { prefix, namespace, local };
      }
    }
    return best;
  }

  function pick(editor, data, hint) {
    editor.replaceRange(hint.text, hint.from || data.from, hint.to || data.to, "complete");
    if (hint.needs) editor.addPrefixes({ [hint.needs.prefix]: hint.needs.namespace });
  }

  // Begins with, then contains, in the name; then contains, in the label.
  function rank(term, wanted, typed) {
    if (term.iri.toLowerCase().startsWith(wanted)) return 0;
    const local = term.iri.split(/[#/]/).pop().toLowerCase();
    if (local.startsWith(typed)) return 1;
    if (local.includes(typed)) return 2;
    return term.label.toLowerCase().includes(typed) ? 3 : -1;
  }

  function matching(terms, token) {
    const wanted = (token?.autocompletionString || "").trim().toLowerCase();
    const prefix = token?.tokenPrefixUri?.toLowerCase();
    const typed = wanted.split(/[#/:<]/).pop();
    return terms
      .filter((term) => !prefix || term.iri.toLowerCase().startsWith(prefix))
      .map((term) => [wanted ? rank(term, wanted, typed) : 0, term])
      .filter(([found]) => found >= 0)
      .sort(([a], [b]) => a - b)
      .slice(0, MOST)
      .map(([, term]) => term.iri);
  }

  // What is being written. The editor's tokens are no help: it takes the beginning of "asserted"
  // for the keyword AS.
  function written(editor, token) {
    const { line, ch } = editor.getDoc().getCursor();
    const text = editor.getLine(line);
    const [before] = /<[^<>\s]*$|[\w.-]*:?[\w.-]*$/.exec(text.slice(0, ch));
    const [after] = before[0] === "<" ? /^[^<>\s]*>?/.exec(text.slice(ch)) : /^[\w.-]*/.exec(text.slice(ch));
    const [, prefix, local] = /^([\w.-]*):(.*)$/.exec(before) || [];
    const namespace = editor.getPrefixesFromQuery()[prefix];
    return {
      ...token,
      from: { line, ch: ch - before.length },
      to: { line, ch: ch + after.length },
      tokenPrefixUri: namespace,
      autocompletionString: namespace === undefined ? before.replace(/^</, "") : namespace + local,
    };
  }

  function completer(vocabulary, kind) {
    const byIri = new Map(vocabulary[kind].map((term) => [term.iri, term]));
    return {
      bulk: false,
      autoShow: true,
      persistenceId: null,
      preProcessToken: written,
      get: (_editor, token) => matching(vocabulary[kind], token),
      postProcessSuggestion: (_editor, _token, iri) => iri,
      postprocessHints(editor, hints) {
        const declared = editor.getPrefixesFromQuery();
        return hints.map((hint) => {
          const iri = hint.text;
          const known = short(iri, declared);
          const name = known || short(iri, vocabulary.prefixes);
          const text = name ? `${name.prefix}:${name.local}` : `<${iri}>`;
          const needs = known ? null : name;
          return { ...hint, text, displayText: text, term: byIri.get(iri), needs, render, hint: pick };
        });
      },
    };
  }

  // A value stands where an object can, unless a class does.
  function isAtValue(editor) {
    const token = editor.getCompleteToken();
    if (/^[?$"'<]?$/.test(token.string) || /^[?$"']/.test(token.string)) return false;
    const before = editor.getPreviousNonWsToken(editor.getDoc().getCursor().line, token);
    const possible = token.state.possibleCurrent;
    return (
      /^[\w-]*:/.test(token.string) &&
      !possible.includes("a") &&
      before.state.lastProperty !== "a" &&
      before.string.toUpperCase() !== "PREFIX"
    );
  }

  // Makes the completers known to the editor and returns their names.
  function register(Yasqe, vocabulary) {
    const prefixes = Object.entries(vocabulary.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
    const own = { persistenceId: null, get: () => prefixes.sort() };
    Yasqe.forkAutocompleter("prefixes", { name: "our-prefixes", ...own }, false);
    for (const [base, kind] of [["property", "properties"], ["class", "classes"]]) {
      Yasqe.forkAutocompleter(base, { name: `our-${kind}`, ...completer(vocabulary, kind) }, false);
    }
    Yasqe.forkAutocompleter(
      "class",
      { name: "our-values", ...completer(vocabulary, "values"), isValidCompletionPosition: isAtValue },
      false,
    );
    return ["our-prefixes", "our-properties", "our-classes", "our-values", "variables"];
  }

  return { register };
})();
