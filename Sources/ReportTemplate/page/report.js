"use strict";
// Everything that comes from a record goes into the page as text (textContent, setAttribute), never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const TYPES = ["firm", "org", "person", "place", "amount", "role"];
  // A mention is a row of these.
  const [ID, TYPE, START, END, RULE, SCORE, BILL, MORE] = [0, 1, 2, 3, 4, 5, 6, 7];
  const CHUNK = 100;
  const byId = (id) => document.getElementById(id);
  const shown = new Set(TYPES);
  const state = { matching: [], position: -1, rows: 0, currency: null };

  // Elements

  function make(name, attributes, ...children) {
    return fill(document.createElement(name), attributes, children);
  }
  function svg(name, attributes, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
  }
  function fill(element, attributes, children) {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  // Records

  const typeOf = (mention) => TYPES[mention[TYPE]];
  const more = (mention) => mention[MORE] || {};
  const textOf = (article, mention) => (article.inTitle.has(mention) ? article.title : article.text).slice(mention[START], mention[END]);
  const nameOf = (article, mention) => more(mention).name || textOf(article, mention);
  const mentionsOf = (article) => article.titleMentions.concat(article.mentions);
  const titleOf = (article) => article.title || (article.text || "").slice(0, 80) || "(no text)";
  // Dates of whole days, whatever the reader's time zone.
  const dayOf = (article) => /^\d{4}-\d\d-\d\d/.test(article.published || "") ? Date.parse(article.published.slice(0, 10) + "T00:00:00Z") : NaN;

  for (const article of data.articles) {
    article.mentions ||= [];
    article.titleMentions ||= [];
    article.inTitle = new Set(article.titleMentions);
    article.firms = new Set(mentionsOf(article).filter((m) => typeOf(m) === "firm").map((m) => nameOf(article, m)));
  }

  // Filters

  for (const type of TYPES) {
    const box = make("input", { type: "checkbox", value: type, checked: "", change: () => { box.checked ? shown.add(type) : shown.delete(type); refresh(); } });
    byId("types").append(make("label", {}, box, make("mark", { class: type }, type)));
  }
  const firms = new Map();
  for (const article of data.articles) for (const firm of article.firms) firms.set(firm, (firms.get(firm) || 0) + 1);
  for (const [firm] of [...firms].sort((a, b) => b[1] - a[1]).slice(0, 2000)) byId("firms").append(make("option", { value: firm }));
  let waiting = 0;
  for (const id of ["firm", "words"]) byId(id).addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, 120); });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => { TYPES.forEach((type) => shown.add(type)); setTimeout(refresh); });

  function refresh() {
    const firm = byId("firm").value.trim().toLowerCase();
    const words = byId("words").value.trim().toLowerCase();
    state.matching = data.articles.filter((article) =>
      (!firm || [...article.firms].some((name) => name.toLowerCase().includes(firm))) &&
      (!words || (article.title || "").toLowerCase().includes(words) || (article.text || "").toLowerCase().includes(words)));
    const count = state.matching.reduce((sum, article) => sum + mentionsOf(article).filter((m) => shown.has(typeOf(m))).length, 0);
    const failed = state.matching.filter((article) => article.error).length;
    byId("summary").textContent = `${state.matching.length} of ${data.articles.length} records, ${count} mentions` + (failed ? `, ${failed} could not be read` : "");
    drawCharts();
    byId("list").replaceChildren();
    state.rows = 0;
    addRows();
    open(state.matching.length ? 0 : -1);
  }

  function filterBy(id, value) {
    byId(id).value = value;
    refresh();
    byId(id).focus();
  }

  // The list grows as it is scrolled.

  const watcher = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) addRows(); }, { rootMargin: "600px" });

  function addRows() {
    watcher.disconnect();
    const rows = state.matching.slice(state.rows, state.rows + CHUNK).map((article, index) => {
      const position = state.rows + index;
      const facts = article.error ? [article.error.code] : [article.published ? article.published.slice(0, 10) : null, article.site, `${mentionsOf(article).length} mentions`];
      return make("li", {}, make("button", { type: "button", "data-position": position, tabindex: position === Math.max(0, state.position) ? 0 : -1, click: () => open(position, true) },
        make("span", { class: article.error ? "failed" : null, dir: "auto" }, article.error ? article.source : titleOf(article)),
        make("small", {}, facts.filter(Boolean).join(" · "))));
    });
    byId("list").append(...rows);
    state.rows += rows.length;
    if (rows.length && state.rows < state.matching.length) watcher.observe(rows[rows.length - 1]);
  }

  const row = (position) => byId("list").children[position]?.firstChild;

  function open(position, keepsFocus) {
    hideBill();
    row(state.position)?.removeAttribute("aria-current");
    row(state.position)?.setAttribute("tabindex", -1);
    state.position = position;
    while (position >= state.rows && state.rows < state.matching.length) addRows();
    const button = row(position);
    button?.setAttribute("aria-current", "true");
    button?.setAttribute("tabindex", 0);
    if (keepsFocus) button?.focus();
    showArticle(state.matching[position]);
  }

  function openArticle(article) {
    const position = state.matching.indexOf(article);
    if (position >= 0) open(position);
    byId("article").scrollIntoView({ block: "start" });
    byId("article").focus({ preventScroll: true });
  }

  // One article

  function marked(article, text, mentions, start, end) {
    const nodes = [];
    let position = start;
    for (const mention of mentions) {
      if (mention[START] < start || mention[START] >= end) continue;
      if (mention[START] > position) nodes.push(text.slice(position, mention[START]));
      position = Math.min(mention[END], end);
      nodes.push(markOf(article, mention, text.slice(mention[START], position)));
    }
    if (position < end) nodes.push(text.slice(position, end));
    return nodes;
  }

  function markOf(article, mention, text) {
    if (!shown.has(typeOf(mention))) return make("mark", { class: "off" }, text);
    const mark = make("mark", {
      class: typeOf(mention), tabindex: -1, role: "button", "aria-label": `${typeOf(mention)}: ${text}`, "data-id": mention[ID],
      mouseenter: () => showBill(article, mention, mark), mouseleave: hideBillSoon, focus: () => showBill(article, mention, mark), blur: hideBillSoon, click: () => mark.focus(),
    }, text);
    return mark;
  }

  // Only links that go to the web, whatever a record says.
  function linkTo(url, text) {
    return /^https?:\/\//i.test(url) ? make("a", { href: url, rel: "noopener noreferrer nofollow" }, text) : make("span", {}, text);
  }

  function showArticle(article) {
    const place = byId("article");
    if (!article) return place.replaceChildren(make("p", { class: "none" }, "No record fits the filters."));
    if (article.error) {
      return place.replaceChildren(make("h2", {}, article.source), make("p", { class: "meta" }, `${article.error.stage}: ${article.error.code}`), make("p", {}, article.error.message));
    }
    const facts = [article.published, article.author, article.site, article.language].filter(Boolean).join(" · ");
    const parts = [
      article.title ? make("h2", { dir: "auto" }, ...marked(article, article.title, article.titleMentions, 0, article.title.length)) : null,
      make("p", { class: "meta" }, facts, facts ? make("br") : null, article.url ? linkTo(article.url, article.url) : article.source, ` (id ${article.id})`),
    ];
    let start = 0;
    for (const gap of [...article.text.matchAll(/\n{2,}/g), { index: article.text.length, 0: "" }]) {
      if (gap.index > start) parts.push(make("p", { class: "text", dir: "auto" }, ...marked(article, article.text, article.mentions, start, gap.index)));
      start = gap.index + gap[0].length;
    }
    parts.push(...relationsOf(article));
    place.replaceChildren(...parts.filter(Boolean));
    place.querySelector("mark[data-id]")?.setAttribute("tabindex", 0);
  }

  // Held roles and deals: those the record lists, else the roles' own links.
  function relationRows(article) {
    const mentions = new Map(mentionsOf(article).map((m) => [m[ID], m]));
    const name = (id) => mentions.has(id) ? nameOf(article, mentions.get(id)) : null;
    const word = (id) => mentions.has(id) ? textOf(article, mentions.get(id)) : null;
    if (article.relations) {
      return article.relations.map((r) => r.role !== undefined
        ? [name(r.holder), word(r.role), name(r.org), r.status]
        : [(r.agents || []).map(name).filter(Boolean).join(", "), [r.type, r.stake, word(r.amount)].filter(Boolean).join(", "), [name(r.target), r.seller ? `from ${name(r.seller)}` : null].filter(Boolean).join(" "), r.status]);
    }
    return mentionsOf(article).filter((m) => typeOf(m) === "role" && (more(m).holder || more(m).org))
      .map((m) => [name(more(m).holder), textOf(article, m), name(more(m).org), more(m).status]);
  }

  function relationsOf(article) {
    const rows = relationRows(article);
    if (!rows.length) return [];
    return [make("h3", {}, "Roles and deals"), tableOf(["who", "what", "where", "status"], rows)];
  }

  function tableOf(heads, rows, numbers = []) {
    const kind = (column) => numbers.includes(column) ? "number" : null;
    return make("table", {},
      make("thead", {}, make("tr", {}, ...heads.map((head, k) => make("th", { scope: "col", class: kind(k) }, head)))),
      make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells.map((cell, k) => make("td", { class: kind(k), dir: "auto" }, cell === null || cell === undefined ? "–" : String(cell)))))));
  }

  // Bills

  const bill = byId("bill");
  let hiding = 0;
  function hideBillSoon() { clearTimeout(hiding); hiding = setTimeout(hideBill, 150); }
  function hideBill() {
    clearTimeout(hiding);
    bill.hidden = true;
    for (const mark of document.querySelectorAll("mark.linked, mark[aria-describedby]")) {
      mark.classList.remove("linked");
      mark.removeAttribute("aria-describedby");
    }
  }
  bill.addEventListener("mouseenter", () => clearTimeout(hiding));
  bill.addEventListener("mouseleave", hideBillSoon);

  // What one rule says for several readings is one line.
  function grouped(items) {
    const lines = [];
    for (const [number, reading, points, source] of items) {
      const last = lines[lines.length - 1];
      const evidence = `${points > 0 ? "+" : ""}${points} ${reading}`;
      if (last && last[0] === number && last[2] === source && !last[1].some((entry) => entry.endsWith(` ${reading}`))) last[1].push(evidence);
      else lines.push([number, [evidence], source]);
    }
    return lines;
  }

  function showBill(article, mention, mark) {
    hideBill();
    const facts = [];
    const all = new Map(mentionsOf(article).map((m) => [m[ID], m]));
    for (const [key, value] of Object.entries(more(mention))) {
      const isLink = key === "holder" || key === "org" || key === "converts";
      if (isLink && all.has(value)) byId("article").querySelector(`mark[data-id="${Number(value)}"]`)?.classList.add("linked");
      facts.push(make("dt", {}, key), make("dd", { dir: "auto" }, isLink && all.has(value) ? nameOf(article, all.get(value)) : String(value)));
    }
    const rule = data.rules[mention[RULE]] || ["?", "", ""];
    const score = mention[SCORE] === null ? [] : [make("dt", {}, "points"), make("dd", {}, String(mention[SCORE]))];
    const items = mention[BILL] === null ? null : data.bills[mention[BILL]];
    const lines = grouped(items || []).map(([number, evidence, source]) => {
      const [id, place, because] = data.rules[number] || ["?", "", ""];
      return make("tr", {},
        make("td", { class: evidence[0].startsWith("-") ? "number against" : "number" }, evidence.join(", ")),
        make("td", {}, id, make("small", {}, [because, source ? `(${source})` : null, place].filter(Boolean).join(" "))));
    });
    bill.replaceChildren(
      make("h4", { dir: "auto" }, `${typeOf(mention)}: ${textOf(article, mention)}`),
      make("dl", {}, ...facts, make("dt", {}, "rule"), make("dd", {}, rule[0]), ...score),
      lines.length ? make("table", {}, make("tbody", {}, ...lines)) : make("p", { class: "none" }, items ? rule[2] || "Decided by the amount grammar." : "No bill: these rules do not make this mention."));
    bill.hidden = false;
    mark.setAttribute("aria-describedby", "bill");
    const at = mark.getBoundingClientRect();
    const below = at.bottom + bill.offsetHeight + 8 < innerHeight || at.top < bill.offsetHeight + 8;
    bill.style.top = `${scrollY + (below ? at.bottom + 6 : at.top - bill.offsetHeight - 6)}px`;
    bill.style.left = `${scrollX + Math.max(8, Math.min(at.left, document.documentElement.clientWidth - bill.offsetWidth - 8))}px`;
  }

  // Keys

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Escape") return hideBill();
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches?.("input, select, summary")) return;
    const mark = target.closest?.("mark[data-id]");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "/") byId("words").focus();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!target.closest("nav") && target !== document.body) return;
      const position = state.position + (event.key === "ArrowDown" ? 1 : -1);
      if (state.matching[position]) open(position, true);
    } else if (step && (mark || target.closest("nav, article") || target === document.body)) {
      const marks = [...byId("article").querySelectorAll("mark[data-id]")];
      const next = marks[mark ? marks.indexOf(mark) + step : step > 0 ? 0 : marks.length - 1];
      if (!next) return;
      marks.forEach((other) => other.setAttribute("tabindex", -1));
      next.setAttribute("tabindex", 0);
      next.focus();
    } else return;
    event.preventDefault();
  });

  // Charts

  function figure(title, note, drawing, heads, rows, numbers) {
    return make("figure", {}, make("figcaption", {}, title, note),
      drawing || make("p", { class: "none" }, "Nothing to show."),
      rows.length ? lazyTable(heads, rows, numbers) : null);
  }
  function lazyTable(heads, rows, numbers) {
    const place = make("div", {});
    return make("details", { toggle: () => place.firstChild || place.append(tableOf(heads, rows, numbers)) }, make("summary", {}, "As a table"), place);
  }
  const clip = (text, length) => text.length > length ? text.slice(0, length - 1) + "…" : text;
  const axisText = new Intl.NumberFormat("en", { maximumSignificantDigits: 1, notation: "compact" });
  const action = (act) => ({ role: "button", tabindex: 0, click: act, keydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); act(); } } });

  /** Horizontal bars; each row is a name and parts of [count, colour, what]. */
  function bars(rows, label, act) {
    if (!rows.length) return null;
    const [width, height, left] = [480, 22, 170];
    const most = Math.max(...rows.map((r) => r.parts.reduce((sum, part) => sum + part[0], 0)));
    return svg("svg", { viewBox: `0 0 ${width} ${rows.length * height}`, role: "group", "aria-label": label }, ...rows.map((entry, k) => {
      const total = entry.parts.reduce((sum, part) => sum + part[0], 0);
      let x = left;
      const rects = entry.parts.map(([count, colour]) => {
        const length = count / most * (width - left - 40);
        x += length;
        return svg("rect", { x: x - length, y: k * height + 4, width: length, height: height - 8, fill: `var(${colour})` });
      });
      const what = entry.parts.map(([count, , word]) => `${count} ${word}`).join(", ");
      return svg("g", { "aria-label": `${entry.name}: ${what}`, ...action(() => act(entry.name)) },
        svg("title", {}, `${entry.name}: ${what}`),
        svg("rect", { class: "hit", x: 0, y: k * height, width, height }),
        svg("text", { x: left - 8, y: k * height + 15, "text-anchor": "end" }, clip(entry.name, 24)), ...rects,
        svg("text", { x: x + 6, y: k * height + 15 }, String(total)));
    }));
  }

  function firmsChart() {
    const counts = new Map();
    for (const article of state.matching) for (const firm of article.firms) counts.set(firm, (counts.get(firm) || 0) + 1);
    const rows = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const drawing = bars(rows.slice(0, 12).map(([name, count]) => ({ name, parts: [[count, "--firm-ink", count === 1 ? "article" : "articles"]] })), "Most mentioned firms", (name) => filterBy("firm", name));
    return figure("Firms", make("small", {}, "articles that name them"), drawing, ["firm", "articles"], rows.slice(0, 200), [1]);
  }

  function rolesChart() {
    const counts = new Map();
    for (const article of state.matching) {
      for (const mention of mentionsOf(article)) {
        if (typeOf(mention) !== "role") continue;
        const word = textOf(article, mention).toLowerCase();
        const entry = counts.get(word) || counts.set(word, { current: 0, former: 0, incoming: 0, acting: 0 }).get(word);
        entry[more(mention).status || "current"] += 1;
      }
    }
    const colours = { current: "--role-ink", former: "--faint", incoming: "--firm-ink", acting: "--org-ink" };
    const total = (entry) => Object.values(entry).reduce((sum, count) => sum + count, 0);
    const rows = [...counts].sort((a, b) => total(b[1]) - total(a[1]) || (a[0] < b[0] ? -1 : 1));
    const drawing = bars(rows.slice(0, 12).map(([name, entry]) => ({ name, parts: Object.entries(entry).filter(([, count]) => count).map(([status, count]) => [count, colours[status], status]) })), "Most frequent roles", (name) => filterBy("words", name));
    return figure("Roles", make("small", {}, "red current, grey former, blue incoming, green acting"), drawing, ["role", ...Object.keys(colours)],
      rows.slice(0, 200).map(([name, entry]) => [name, ...Object.keys(colours).map((status) => entry[status])]), [1, 2, 3, 4]);
  }

  function amountsChart() {
    const points = [];
    const currencies = new Map();
    let undated = 0;
    for (const article of state.matching) {
      for (const mention of mentionsOf(article)) {
        const { value, currency } = more(mention);
        if (typeOf(mention) !== "amount" || !value || !currency || !(Number(value) > 0)) continue;
        currencies.set(currency, (currencies.get(currency) || 0) + 1);
        points.push({ article, mention, currency, value: Number(value), day: dayOf(article) });
      }
    }
    const names = [...currencies].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
    const currency = names.includes(state.currency) ? state.currency : names[0];
    const select = make("select", { "aria-label": "Currency", change: () => { state.currency = select.value; drawCharts(); byId("charts").querySelector("select")?.focus(); } },
      ...names.map((name) => make("option", { value: name, selected: name === currency ? "" : null }, `${name} (${currencies.get(name)})`)));
    const ours = points.filter((point) => point.currency === currency);
    const dated = ours.filter((point) => !Number.isNaN(point.day)).sort((a, b) => a.day - b.day);
    undated = ours.length - dated.length;
    const label = (point) => `${textOf(point.article, point.mention)}, ${point.article.published?.slice(0, 10) || "no date"}: ${titleOf(point.article)}`;
    const rows = ours.sort((a, b) => b.value - a.value).slice(0, 200).map((point) => [point.article.published?.slice(0, 10), textOf(point.article, point.mention), titleOf(point.article)]);
    return figure("Amounts over time", names.length ? select : null, dated.length ? scatter(dated, label, undated) : undated ? make("p", { class: "none" }, `${undated} amounts, none with a date.`) : null, ["date", "amount", "article"], rows, []);
  }

  /** Time across, value up, in powers of ten. */
  function scatter(points, label, undated) {
    const [width, height, left, right, top, bottom] = [480, 250, 50, 14, 10, 34];
    const days = [Math.min(...points.map((p) => p.day)), Math.max(...points.map((p) => p.day))];
    const span = Math.max(days[1] - days[0], 864e5);
    const low = Math.floor(Math.log10(Math.min(...points.map((p) => p.value))));
    const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...points.map((p) => p.value)))));
    const x = (day) => left + (days[1] === days[0] ? .5 : (day - days[0]) / span) * (width - left - right);
    const y = (value) => height - bottom - (Math.log10(value) - low) / (high - low) * (height - top - bottom);
    const lines = [];
    for (let power = low; power <= high; power += Math.max(1, Math.ceil((high - low) / 6))) {
      const at = y(10 ** power);
      lines.push(svg("line", { class: "axis", x1: left, x2: width - right, y1: at, y2: at }), svg("text", { class: "axis-label", x: left - 6, y: at + 4, "text-anchor": "end" }, axisText.format(10 ** power)));
    }
    const dates = days[0] === days[1] ? [days[0]] : days;
    const ends = dates.map((day, k) => svg("text", { class: "axis-label", x: x(day), y: height - bottom + 16, "text-anchor": dates.length === 1 ? "middle" : k ? "end" : "start" }, new Date(day).toISOString().slice(0, 10)));
    const dots = points.slice(0, 3000).map((point, k) => svg("circle", { cx: x(point.day), cy: y(point.value), r: 4.5, "aria-label": label(point), ...action(() => openArticle(point.article)), tabindex: k < 50 ? 0 : -1 }, svg("title", {}, label(point))));
    return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Amounts over time, in powers of ten" }, ...lines, ...ends, ...dots,
      undated ? svg("text", { class: "axis-label", x: width - right, y: height - 4, "text-anchor": "end" }, `${undated} more without a date`) : null);
  }

  function drawCharts() {
    byId("charts").replaceChildren(firmsChart(), amountsChart(), rolesChart());
  }

  refresh();
})();
