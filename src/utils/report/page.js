"use strict";
// The page's own script: filters, choosing, links, keys. It builds elements and sets textContent;
// it never parses text as markup, and it asks the network for nothing.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  // without a prototype no name in a link can reach anything but what the page holds
  for (const name of ["numbers", "results", "bodies"]) data[name] = Object.assign(Object.create(null), data[name]);
  const cards = [...document.querySelectorAll("#cards > .v")];
  const byId = new Map(cards.map((c) => [c.id, c]));
  const wide = matchMedia("(min-width: 62.01rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // ---- pieces of the article, by offset
  const pieces = [...document.querySelectorAll("[data-a]")];
  pieces.sort((a, b) => a.dataset.a - b.dataset.a);
  const starts = pieces.map((p) => +p.dataset.a);
  const from = (offset) => {
    let low = 0, high = starts.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (starts[mid] < offset) low = mid + 1; else high = mid;
    }
    return low;
  };
  const within = (start, end) => {
    const out = [];
    for (let k = from(start); k < starts.length && starts[k] < end; k++) out.push(pieces[k]);
    return out;
  };
  const spansOf = (card) => card.dataset.e
    ? card.dataset.e.split(" ").map((s) => s.split("-").map(Number)) : [];
  const clear = (...names) => {
    for (const name of names) for (const p of document.querySelectorAll("[data-a]." + name)) p.classList.remove(name);
  };

  // ---- filters
  const form = $("filters"), q = $("q");
  const text = new Map();
  const words = (card) => {
    if (!text.has(card)) {
      const body = data.bodies[card.id];
      const quiet = body ? JSON.stringify(body.slice(0, 3)) : "";
      text.set(card, `${card.textContent} ${card.id} ${quiet}`.toLowerCase().replace(/\s+/g, " "));
    }
    return text.get(card);
  };
  const visible = () => cards.filter((c) => !c.hidden);
  function filter() {
    const tones = new Set([...form.querySelectorAll("[name=tone]:checked")].map((i) => i.value));
    const family = $("f-family").value, check = $("f-check").value, study = $("f-study").value;
    const decision = $("f-decision").value;
    const terms = q.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const c of cards) {
      const d = c.dataset;
      const ok = tones.has(d.tone) && (!family || d.check.startsWith(family)) && (!check || d.check === check) &&
        (!study || d.study === study) && (!decision || d.decision === decision) &&
        terms.every((t) => words(c).includes(t));
      c.hidden = !ok;
      shown += ok;
    }
    $("shown").textContent = `${shown} of ${cards.length} shown`;
    $("empty").hidden = shown > 0;
  }
  const rank = { failed: 0, error: 1, warning: 2, note: 3, "cannot say": 4, agrees: 5 };
  function order() {
    const by = $("order").value;
    const at = (c) => +c.dataset.k;
    const compare = {
      article: (a, b) => at(a) - at(b),
      severity: (a, b) => rank[a.dataset.tone] - rank[b.dataset.tone] || at(a) - at(b),
      study: (a, b) => (a.dataset.study || "\uffff").localeCompare(b.dataset.study || "\uffff", "en") || at(a) - at(b),
      check: (a, b) => (a.dataset.check < b.dataset.check ? -1 : a.dataset.check > b.dataset.check ? 1 : 0) || at(a) - at(b),
    }[by];
    cards.sort(compare);
    const home = $("cards"), batch = document.createDocumentFragment();
    for (const c of cards) batch.append(c);
    home.append(batch);
  }
  function showAll() {
    for (const i of form.querySelectorAll("[name=tone]")) i.checked = true;
    for (const s of ["f-family", "f-check", "f-study", "f-decision"]) $(s).value = "";
    q.value = "";
    filter();
  }

  // ---- scrolling inside a pane, or the page on a narrow screen
  function reveal(element, instant) {
    if (!element) return;
    const box = wide.matches ? element.closest(".pane, .cards") : null;
    const behavior = instant || calm.matches ? "instant" : "smooth";
    if (!box) {
      // on a narrow screen the lower half may be covered by what is said about the number
      // and cards that were never drawn have an estimated height: correct until it stands still
      let tries = 5;
      const go = () => {
        const off = element.getBoundingClientRect().top - innerHeight * 0.22;
        if (Math.abs(off) < 4 || tries-- === 0) return;
        scrollTo({ top: scrollY + off, behavior: "instant" });
        requestAnimationFrame(go);
      };
      go();
      return;
    }
    // a verdict comes to the top of its list, a number to the middle of its pane
    const list = box.classList.contains("cards");
    const off = () => {
      const r = element.getBoundingClientRect(), b = box.getBoundingClientRect();
      if (list) return r.top - b.top - 12;
      return r.top - b.top - box.clientHeight / 2 + Math.min(r.height, box.clientHeight) / 2;
    };
    let tries = list || behavior === "instant" ? 5 : 1;
    const settle = () => {
      const by = off();
      if (Math.abs(by) < 2 || tries-- === 0) return;
      box.scrollTo({ top: box.scrollTop + by, behavior: list ? "instant" : behavior });
      if (tries) requestAnimationFrame(settle);
    };
    settle();
    const r = element.getBoundingClientRect();
    const side = element.closest(".wide");
    if (side) side.scrollTo({ left: side.scrollLeft + r.left - side.getBoundingClientRect().left - side.clientWidth / 3, behavior: "instant" });
  }
  function bringDesk() {
    if (!wide.matches) return;
    $("desk").scrollIntoView({ behavior: "instant" });
  }

  const make = (tag, content, name) => {
    const e = document.createElement(tag);
    if (name) e.className = name;
    if (content !== undefined) e.textContent = content;
    return e;
  };

  // ---- the body of a quiet verdict, built when it is opened
  function fill(card) {
    const body = data.bodies[card.id], home = card.querySelector(".body");
    if (!body || home.childElementCount) return;
    const [quotes, steps, others, said] = body, spans = spansOf(card);
    const part = (title, list, items) => { if (items.length) { list.append(...items); home.append(make("h4", title), list); } };
    part("As printed", make("ul", undefined, "quotes"), quotes.map(([role, printed, where, interval], k) => {
      const li = make("li"), go = make("button", undefined, "go");
      go.type = "button";
      go.dataset.go = spans[k].join("-");
      go.append(make("span", role, "role"), make("q", printed), make("span", where, "at"));
      li.append(go);
      if (interval) li.append(make("span", "stands for " + interval, "iv"));
      return li;
    }));
    part("Arithmetic", make("ol", undefined, "steps"), steps.map(([key, value]) => {
      const li = make("li");
      li.append(make("span", key, "key"), make("span", value, "val"));
      return li;
    }));
    part("Alternatives tried", make("ul", undefined, "alts"), others.map((t) => make("li", t)));
    part("The primary publication", make("ul", undefined, "wit"), said.map((k) => {
      const [says, source, doi] = data.said[k], li = make("li"), from = make("span", source, "src");
      if (doi) {
        const a = make("a", doi);
        a.href = "https://doi.org/" + encodeURI(doi);
        a.rel = "noreferrer noopener";
        a.target = "_blank";
        from.append("; doi ", a);
      }
      li.append(make("b", says), from);
      return li;
    }));
    const foot = make("p", undefined, "foot"), link = make("a", "#" + card.id, "perma");
    link.href = "#" + card.id;
    link.setAttribute("aria-label", "Permanent link to this verdict");
    foot.append(link, make("code", "article-audit explain " + card.dataset.check));
    home.append(foot);
  }

  // ---- choosing a verdict
  let chosen = null, step = 0;
  function choose(card, instant) {
    if (chosen && chosen !== card) chosen.classList.remove("chosen");
    chosen = card;
    step = 0;
    clear("on", "at", "peek");
    card.classList.add("chosen");
    fill(card);
    card.open = true;
    const spans = spansOf(card);
    const marked = spans.flatMap(([a, b]) => within(a, b));
    for (const p of marked) p.classList.add("on");
    if (wide.matches) {
      bringDesk();
      // one place in the text and one in a table are shown at the same time
      reveal(marked.find((p) => p.closest("#text")), instant);
      reveal(marked.find((p) => p.closest("#tables")), instant);
    }
    if (location.hash !== "#" + card.id) history.replaceState(null, "", "#" + card.id);
  }
  function unchoose() {
    clear("on", "at", "peek");
    if (chosen) { chosen.classList.remove("chosen"); chosen.open = false; chosen.querySelector("summary").focus(); }
    chosen = null;
    $("inspector").hidden = true;
    history.replaceState(null, "", location.pathname + location.search);
  }
  function goTo(button) {
    const [a, b] = button.dataset.go.split("-").map(Number);
    const found = within(a, b);
    for (const other of document.querySelectorAll(".go.at-it")) other.classList.remove("at-it");
    button.classList.add("at-it");
    clear("at");
    for (const p of found) p.classList.add("on", "at");
    reveal(found[0]);
    if (!wide.matches && found.length) { $("back").hidden = false; }
  }
  function openCard(id, focus) {
    const card = byId.get(id);
    if (!card) return false;
    if (card.hidden) showAll();
    bringDesk();
    choose(card, true);
    reveal(card, true);
    if (focus) card.querySelector("summary").focus({ preventScroll: true });
    return true;
  }

  // ---- choosing a number or a result
  let users = null;
  function about(start, end, result) {
    if (!users) users = cards.map((c) => [c, spansOf(c), new Set(c.dataset.r.split(" "))]);
    const touching = users.filter(([, spans]) => spans.some(([a, b]) => a < end && start < b));
    const same = result ? users.filter(([c, , r]) => r.has(result) && !touching.some(([t]) => t === c)) : [];
    const loud = ([a], [b]) => rank[a.dataset.tone] - rank[b.dataset.tone] || a.dataset.k - b.dataset.k;
    return [touching.sort(loud).map((u) => u[0]), same.sort(loud).map((u) => u[0])];
  }
  function listOf(title, list) {
    const out = document.createDocumentFragment();
    if (!list.length) return out;
    out.append(make("h4", title));
    const ul = make("ul");
    for (const c of list.slice(0, 60)) {
      const li = make("li"), a = make("a", c.dataset.check);
      a.href = "#" + c.id;
      li.append(make("span", undefined, "icon " + c.dataset.tone.replace(" ", "-")), a, " " + c.querySelector(".msg").textContent);
      ul.append(li);
    }
    if (list.length > 60) ul.append(make("li", `and ${list.length - 60} more`));
    out.append(ul);
    return out;
  }
  function facts(pairs) {
    const dl = make("dl");
    for (const [k, v] of pairs) if (v) { const dd = make("dd"); dd.append(v); dl.append(make("dt", k), dd); }
    return dl;
  }
  function resultFacts(id) {
    const r = data.results[id];
    if (!r) return null;
    const box = document.createDocumentFragment();
    const link = make("a", id);
    link.href = "#" + id;
    box.append(make("h4", "The result it belongs to"), facts([
      ["Result", r.says], ["Study", r.study + (r.ref ? ` [${r.ref}]` : "")], ["Place", r.where], ["Id", link]]));
    if (r.same.length) {
      box.append(make("h4", "The same quantity elsewhere"));
      const ul = make("ul");
      for (const [other, basis] of r.same) {
        const o = data.results[other], li = make("li"), a = make("a", o.where);
        a.href = "#" + other;
        li.append(a, `: ${o.says} (${basis})`);
        ul.append(li);
      }
      box.append(ul);
    }
    return box;
  }
  function inspect(title, parts, spans) {
    clear("peek", "at");
    const marked = spans.flatMap(([a, b]) => within(a, b));
    for (const p of marked) p.classList.add("peek");
    $("i-title").textContent = title;
    $("i-body").replaceChildren(...parts.filter(Boolean));
    $("inspector").hidden = false;
    $("inspector").scrollTop = 0;
    return marked;
  }
  function around(start, end) {
    const here = within(start, end)[0];
    const block = here && here.closest("p, td, th, li, caption, h2, h3, h4");
    if (!block) return "";
    const whole = block.textContent.replace(/\s+/g, " ");
    const before = document.createRange();
    before.setStart(block, 0);
    before.setEndBefore(here);
    const at = before.toString().replace(/\s+/g, " ").length;
    const a = Math.max(0, at - 70), b = Math.min(whole.length, at + (end - start) + 70);
    return (a ? "… " : "") + whole.slice(a, b) + (b < whole.length ? " …" : "");
  }
  function openNumber(id, scroll) {
    const n = data.numbers[id];
    if (!n) return false;
    const [start, end, printed, role, label, line, result] = n;
    const [touching, same] = about(start, end, result);
    bringDesk();
    const marked = inspect(`${printed} — ${role}`, [
      facts([["Place", label + (line ? `, line ${line}` : "")], ["In context", around(start, end)],
        ["Characters", `${start} to ${end}`], ["Id", "#" + id]]),
      result ? resultFacts(result) : make("p", "It was not read as part of a result."),
      listOf("Said about this number", touching), listOf("Said about its result", same),
      touching.length + same.length ? null : make("p", "No check speaks of it."),
    ], [[start, end]]);
    if (scroll) reveal(marked[0], true);
    const linked = result && data.results[result] ? data.results[result].same : [];
    const twins = linked.flatMap(([other]) => data.results[other].spans).flatMap(([a, b]) => within(a, b));
    for (const p of twins) p.classList.add("peek");
    if (wide.matches && marked[0]) {
      const pane = marked[0].closest(".pane");
      reveal(twins.find((p) => p.closest(".pane") !== pane), scroll);
    }
    return true;
  }
  function openResult(id) {
    const r = data.results[id];
    if (!r) return false;
    const [, same] = about(-1, -1, id);
    bringDesk();
    const marked = inspect("Result " + id, [resultFacts(id), facts([["Quote", r.quote]]), listOf("Said about it", same)], r.spans);
    reveal(marked.find((p) => p.closest("#text")), true);
    reveal(marked.find((p) => p.closest("#tables")), true);
    return true;
  }
  function follow(scroll) {
    let id = "";
    try { id = decodeURIComponent(location.hash.slice(1)); } catch { return false; }
    return openCard(id, scroll) || openNumber(id, scroll) || openResult(id);
  }

  // ---- events
  form.addEventListener("input", (e) => { if (e.target.id !== "order") filter(); });
  form.addEventListener("submit", (e) => e.preventDefault());
  $("order").addEventListener("change", order);
  $("reset").addEventListener("click", showAll);
  $("cards").addEventListener("click", (e) => {
    const go = e.target.closest(".go");
    if (go) {
      const card = go.closest(".v");
      if (chosen !== card) choose(card);
      goTo(go);
      return;
    }
    const summary = e.target.closest("summary");
    if (!summary) return;
    e.preventDefault();
    const card = summary.parentElement;
    if (card.open && chosen === card) {
      card.open = false;
      card.classList.remove("chosen");
      clear("on", "at");
      chosen = null;
    } else choose(card);
  });
  for (const b of document.querySelectorAll("button.family")) {
    b.addEventListener("click", () => { showAll(); $("f-family").value = b.dataset.family; filter(); $("verdicts").scrollIntoView(); });
  }
  document.addEventListener("click", (e) => {
    const a = e.target.closest("a[href^='#']");
    if (!a) return;
    const id = a.getAttribute("href").slice(1);
    if (!byId.has(id) && !data.numbers[id] && !data.results[id]) return;
    e.preventDefault();
    history.pushState(null, "", "#" + id);
    if (a.classList.contains("n")) openNumber(id, false); else follow(true);
  });
  addEventListener("hashchange", () => follow(true));
  addEventListener("popstate", () => follow(true));
  $("inspector").querySelector(".close").addEventListener("click", () => { $("inspector").hidden = true; clear("peek"); });
  $("back").addEventListener("click", () => {
    $("back").hidden = true;
    if (chosen) { reveal(chosen); chosen.querySelector("summary").focus({ preventScroll: true }); }
  });
  $("help-open").addEventListener("click", () => $("help").showModal());

  const numbers = [...document.querySelectorAll("a.n")];
  let near = -1;
  function walk(by) {
    if (!numbers.length) return;
    const on = numbers.indexOf(document.activeElement);
    near = ((on >= 0 ? on : near) + by + numbers.length) % numbers.length;
    const a = numbers[near];
    a.focus({ preventScroll: true });
    history.replaceState(null, "", "#" + a.id);
    openNumber(a.id, true);
  }
  addEventListener("keydown", (e) => {
    if (e.key === "Escape" && !$("help").open) {
      if (document.activeElement === q && q.value) { q.value = ""; filter(); } else unchoose();
      return;
    }
    if (!$("keys-on").checked || e.ctrlKey || e.metaKey || e.altKey || $("help").open) return;
    if (/^(input|select|textarea)$/i.test(e.target.tagName) && e.target.type !== "checkbox") return;
    const list = () => visible();
    const move = (by) => {
      const all = list();
      if (!all.length) return;
      const at = all.indexOf(chosen);
      const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
      if (chosen && chosen !== next) chosen.open = false;
      bringDesk();
      choose(next);
      reveal(next, true);
      next.querySelector("summary").focus({ preventScroll: true });
    };
    const act = {
      j: () => move(1), k: () => move(-1), "]": () => walk(1), "[": () => walk(-1),
      "/": () => { $("verdicts").scrollIntoView({ behavior: "instant" }); q.focus(); q.select(); },
      "?": () => $("help").showModal(),
      e: () => {
        const all = chosen ? [...chosen.querySelectorAll(".go")] : [];
        if (all.length) { goTo(all[step % all.length]); step += 1; }
      },
    }[e.key];
    if (act) { e.preventDefault(); act(); }
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = visible().filter((c) => !c.open && !["agrees", "cannot say"].includes(c.dataset.tone));
    for (const c of closed) c.open = true;
  });
  addEventListener("afterprint", () => { for (const c of closed) c.open = false; });

  order();
  filter();
  follow(true);
  // the browser's own jump to the fragment comes after this script: put the panes right again
  addEventListener("load", () => setTimeout(() => {
    if (location.hash) follow(true);
    document.documentElement.dataset.settled = "yes";
  }, 60));
  document.documentElement.dataset.ready = "yes";
})();
