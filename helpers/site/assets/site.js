"use strict";
// The theme, the search and the tables that can be filtered. Whatever a text holds is written as text, never as HTML.

const root = document.documentElement;
const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);

// Storage may be forbidden, as for files that are opened from a disk.
function remember(theme) {
  try { localStorage.setItem("theme", theme); } catch { /* The choice lasts as long as the page. */ }
}
function recalled() {
  try { return localStorage.getItem("theme"); } catch { return null; }
}
function dress(theme) {
  root.dataset.theme = theme;
  document.getElementById("theme").textContent = theme === "dark" ? "Light" : "Dark";
}
dress(recalled() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
document.getElementById("theme").addEventListener("click", () => {
  dress(root.dataset.theme === "dark" ? "light" : "dark");
  remember(root.dataset.theme);
});

const MOST = 40, AROUND = 50;
const box = document.getElementById("search"), found = document.getElementById("found");
let index;

// A word in Latin letters is found where it begins, "port" in "ports" and not in "report"; Chinese anywhere.
function pattern(word) {
  const quoted = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(/^[\w]/.test(word) ? `(?<![\\p{L}\\p{N}])${quoted}` : quoted, "iu");
}
function load() {
  index ??= new Promise((resolve, reject) => {
    const script = make("script", "", { src: "search.js", onerror: reject });
    script.onload = () => resolve(window.SEARCH);
    document.head.append(script);
  });
  return index;
}
function item([file, anchor, title, text], first) {
  const at = text.search(first), from = Math.max(0, at - AROUND), line = make("li", "");
  const hit = at < 0 ? "" : text.match(first)[0];
  line.append(make("a", title, { href: anchor ? `${file}#${anchor}` : file }));
  if (at >= 0) line.append(make("span", text.slice(from, at)), make("mark", hit), make("span", text.slice(at + hit.length, at + AROUND)));
  return line;
}
async function look() {
  const words = box.value.trim().split(/\s+/).filter(Boolean).map(pattern);
  found.hidden = !words.length;
  if (!words.length) return;
  const all = (await load()).filter(([, , title, text]) => words.every((word) => word.test(title) || word.test(text)));
  const list = make("ol", "");
  list.append(...all.slice(0, MOST).map((entry) => item(entry, words[0])));
  const told = all.length ? `${all.length} places${all.length > MOST ? `, the first ${MOST}` : ""}` : "Nothing is found.";
  found.replaceChildren(make("p", told), list);
}
box.addEventListener("input", look);
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { box.value = ""; look(); }
});

// A table whose columns sort, and whose rows the controls above it choose; the choice is in the address of the page.
function govern(table) {
  const form = document.querySelector(`form[data-for="${table.id}"]`), body = table.tBodies[0];
  const rows = [...body.rows], told = form.querySelector("output");
  const controls = [...form.querySelectorAll("input, select")];
  const cell = (row, at) => row.cells[at].dataset.value ?? row.cells[at].textContent;
  const fits = (row, control) => !control.value || (control.type === "search"
    ? control.value.trim().split(/\s+/).every((word) => pattern(word).test(row.textContent))
    : cell(row, control.dataset.column) === control.value);
  function choose() {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !controls.every((control) => fits(row, control));
      shown += !row.hidden;
    }
    told.textContent = `${shown} of ${rows.length} rows`;
  }
  function keep() {
    const chosen = new URLSearchParams(controls.filter((one) => one.value).map((one) => [one.name, one.value]));
    try { history.replaceState(null, "", `${location.pathname}?${chosen}${location.hash}`); } catch { /* From a disk. */ }
  }
  function sort(head) {
    const at = head.cellIndex, down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const by = (one, two) => cell(one, at).localeCompare(cell(two, at), "zh", { numeric: true });
    body.append(...[...rows].sort((one, two) => (down ? by(two, one) : by(one, two))));
  }
  for (const control of controls) {
    control.value = new URLSearchParams(location.search).get(control.name) ?? "";
    control.addEventListener("input", () => { choose(); keep(); });
  }
  for (const head of table.tHead.rows[0].cells) {
    head.firstElementChild.addEventListener("click", () => sort(head));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  choose();
  document.querySelector(location.hash.length > 1 ? `[id="${CSS.escape(decodeURIComponent(location.hash.slice(1)))}"]` : "none")?.scrollIntoView();
}
document.querySelectorAll("table.governed").forEach(govern);
