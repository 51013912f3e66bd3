// Shows hunts and their records. Everything that comes from rules and objects is set as text.

const refreshMs = 2000;
/** Limit: records that the page holds. */
const maxRecords = 5000;
/** Limit: records that are shown at once; the search reaches all that the page holds. */
const maxShown = 300;

const byId = (id) => document.getElementById(id);
const state = { chosen: undefined, records: [], total: 0, reading: undefined, before: new Map() };

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const number = new Intl.NumberFormat();

function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  let at = 0;
  let value = bytes;
  for (; value >= 1000 && at < units.length - 1; at++) value /= 1000;
  return `${value.toFixed(at === 0 || value >= 100 ? 0 : 1)} ${units[at]}`;
}

// ── Hunts ───────────────────────────────────────────────────────────────────

async function refresh() {
  try {
    const response = await fetch("/api/hunts");
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    showHunts(answer);
    say(
      `${answer.length} ${answer.length === 1 ? "hunt" : "hunts"}, ${new Date().toLocaleTimeString()}`,
      false,
    );
  } catch (error) {
    say(`The cluster does not answer: ${error.message}`, true);
  }
  setTimeout(refresh, refreshMs);
}

function say(text, isBad) {
  byId("connection").textContent = text;
  byId("connection").classList.toggle("bad", isBad);
}

function showHunts(hunts) {
  byId("no-hunts").hidden = hunts.length > 0;
  const focused = document.activeElement?.dataset?.hunt;
  byId("hunts").replaceChildren(...hunts.toReversed().map((one) => element("li", "", huntCard(one))));
  if (focused !== undefined) document.querySelector(`[data-hunt="${CSS.escape(focused)}"]`)?.focus();
}

function huntCard(status) {
  const { hunt, done } = status;
  const card = element("button", "hunt");
  card.type = "button";
  card.dataset.hunt = hunt.name;
  card.setAttribute("aria-pressed", String(hunt.name === state.chosen));
  card.addEventListener("click", () => choose(hunt.name));
  const progress = element("progress");
  progress.max = Math.max(hunt.objects, 1);
  progress.value = done.objects;
  progress.setAttribute("aria-label", `progress of ${hunt.name}`);
  const facts = [
    `${number.format(done.objects)} of ${number.format(hunt.objects)}${hunt.state === "listing" ? " so far" : ""} objects`,
    `${size(done.bytes)} of ${size(hunt.bytes)}`,
    `${number.format(done.matching)} matching`,
    ...rateOf(hunt.name, done, status.isComplete),
  ];
  const failed = done.failed > 0 ? [element("span", "bad", `${number.format(done.failed)} not scanned`)] : [];
  card.append(
    element("div", "row", element("strong", "", hunt.name), element("span", "soft", stateOf(status))),
    progress,
    element("div", "row", ...facts.map((fact) => element("span", "", fact)), ...failed),
    element(
      "div",
      "soft",
      `${hunt.source} · rules ${hunt.ruleSet.slice(0, 12)}${hunt.reason ? ` · ${hunt.reason}` : ""}`,
    ),
  );
  return card;
}

function stateOf({ hunt, isComplete, dead }) {
  const name = isComplete ? "done" : hunt.state === "listed" ? "scanning" : hunt.state;
  return dead > 0 ? `${name}, ${dead} abandoned` : name;
}

/** Since the page asked before. */
function rateOf(name, done, isComplete) {
  const now = performance.now();
  const before = state.before.get(name);
  state.before.set(name, { objects: done.objects, bytes: done.bytes, now });
  if (before === undefined || isComplete || done.objects === before.objects) return [];
  const seconds = (now - before.now) / 1000;
  return [
    `${number.format(Math.round((done.objects - before.objects) / seconds))} objects/s, ${size((done.bytes - before.bytes) / seconds)}/s`,
  ];
}

// ── Records ─────────────────────────────────────────────────────────────────

function choose(name) {
  state.reading?.abort();
  Object.assign(state, { chosen: name, records: [], total: 0, reading: new AbortController() });
  byId("results").hidden = false;
  byId("results-title").textContent = `What ${name} has found`;
  for (const card of document.querySelectorAll(".hunt"))
    card.setAttribute("aria-pressed", String(card.dataset.hunt === name));
  showRecords();
  read(name, state.reading.signal).catch((error) => {
    if (error.name !== "AbortError") say(`The results of ${name} ended: ${error.message}`, true);
  });
}

async function read(name, signal) {
  const response = await fetch(`/api/hunts/${encodeURIComponent(name)}/results`, { signal });
  if (!response.ok) throw new Error((await response.json()).error);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      state.total++;
      if (state.records.length < maxRecords) state.records.push(JSON.parse(line));
    }
    requestAnimationFrame(showRecords);
  }
}

function showRecords() {
  const find = byId("find").value.trim().toLowerCase();
  const onlyFailures = byId("failures").checked;
  const isWanted = (record) =>
    (!onlyFailures || record.status !== "complete") &&
    (find === "" ||
      record.object.toLowerCase().includes(find) ||
      record.matches.some(({ identifier, tags }) =>
        [identifier, ...tags].some((text) => text.toLowerCase().includes(find)),
      ));
  const wanted = state.records.filter(isWanted);
  const open = new Set([...document.querySelectorAll("details[open]")].map(({ dataset }) => dataset.object));
  byId("records").replaceChildren(
    ...wanted.slice(0, maxShown).map((record) => element("li", "", recordDetails(record, open))),
  );
  const held =
    state.total > state.records.length
      ? ` The page holds the first ${number.format(maxRecords)} of ${number.format(state.total)}.`
      : "";
  byId("shown").textContent =
    `${number.format(Math.min(wanted.length, maxShown))} of ${number.format(wanted.length)} shown.${held}`;
}

function recordDetails(record, open) {
  const details = element("details");
  details.dataset.object = record.object;
  details.open = open.has(record.object);
  const rules = record.matches.map(({ identifier }) => identifier).join(", ");
  const outcome =
    record.status === "complete" ? element("span", "rule", rules) : element("span", "bad", record.status);
  details.append(
    element("summary", "", outcome, ` ${record.object} `, element("span", "soft", size(record.size))),
  );
  if (record.error) details.append(element("p", "bad", record.error.message));
  if (record.limits.length > 0)
    details.append(element("p", "bad", `Limits met: ${record.limits.join(", ")}`));
  for (const rule of record.matches) {
    const tags = rule.tags.length > 0 ? ` [${rule.tags.join(", ")}]` : "";
    details.append(
      element("p", "", element("span", "rule", rule.identifier), `${tags} in ${rule.namespace}`),
    );
    const table = element("table");
    for (const [name, value] of rule.metadata)
      table.append(element("tr", "soft", element("td", "", name), element("td", "", String(value))));
    for (const { identifier, matches, total } of rule.patterns) {
      for (const match of matches) table.append(matchRow(identifier, match));
      if (total)
        table.append(
          element(
            "tr",
            "soft",
            element("td", "", identifier),
            element("td", "", `${number.format(total)} matches in all`),
          ),
        );
    }
    details.append(table);
  }
  return details;
}

function matchRow(identifier, { offset, length, data }) {
  const bytes = data.match(/../g) ?? [];
  const text = bytes.map((byte) => {
    const code = Number.parseInt(byte, 16);
    return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "·";
  });
  const cells = [identifier, `0x${offset.toString(16)}`, `${length}`, bytes.join(" "), text.join("")];
  return element("tr", "", ...cells.map((cell) => element("td", "", cell)));
}

byId("find").addEventListener("input", showRecords);
byId("failures").addEventListener("change", showRecords);
byId("filter").addEventListener("submit", (event) => event.preventDefault());
refresh();
