// The review queue by keys. The rows that follow are here before they are asked for, so a decision shows the next one at
// once; it is sent meanwhile, and said when it fails or when somebody was faster. Without this, each button is a form.

const place = document.getElementById("file-attente");
const rest = document.getElementById("reste");
const undo = document.getElementById("defaire");
const finder = document.getElementById("chercher");
const token = undo.querySelector("[name=csrf]").value;
const shown = () => place.querySelector(".review:not([hidden])");
const settled = new Set();
const past = [];
const skipped = [];
const ENOUGH = 4;
let ended = false;
let wrapped = false;
let from = null;
let loading = null;

const say = (text) => document.dispatchEvent(new CustomEvent("dore:annonce", { detail: text }));
const lines = (count) => `${count.toLocaleString("fr-FR")} ${count < 2 ? "ligne" : "lignes"}`;
const drop = () => {
  // Rows settled with another leave the page too.
  for (const row of place.querySelectorAll(".review[hidden]")) if (settled.has(row.dataset.review)) row.remove();
};

/** Fetch the rows that follow the last one here; one request at a time. */
function ahead() {
  const rows = [...place.querySelectorAll(".review")];
  if (loading || ended || rows.length > ENOUGH) return loading;
  const last = from ?? rows.at(-1)?.dataset.review ?? past.at(-1)?.uid ?? "";
  from = null;
  loading = fetch(`/a-verifier/suite?${new URLSearchParams({ apres: last })}`)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
    .then((text) => {
      const made = document.createElement("template");
      made.innerHTML = text;
      const rows = made.content.querySelectorAll(".review");
      ended = rows.length === 0;
      if (ended && !wrapped && last) {
        // The page may have been opened in the middle: what waits before it comes after its end.
        [ended, wrapped, from] = [false, true, ""];
      }
      for (const row of rows) {
        const uid = row.dataset.review;
        if (settled.has(uid) || place.querySelector(`[data-review="${CSS.escape(uid)}"]`)) continue;
        row.hidden = true;
        place.append(row);
      }
    })
    .catch(() => say("La suite de la file n'a pas pu être chargée : rechargez la page."))
    .finally(() => {
      loading = null;
      if (!shown()) show();
      else if (from !== null) ahead();
    });
  return loading;
}

/** Show a row, by default the first that waits; the page says what is left when there is none. */
function show(row = place.querySelector(".review")) {
  for (const other of place.querySelectorAll(".review")) other.hidden = other !== row;
  const none = !row;
  if (none && !ended) return ahead();
  document.getElementById("vide").hidden = !none;
  for (const part of [finder, document.querySelector(".pager")]) if (part) part.hidden = none;
  if (row) {
    if (finder) finder.elements.ligne.value = row.dataset.review;
    history.replaceState(null, "", `/a-verifier?${new URLSearchParams({ ligne: row.dataset.review })}`);
    row.querySelector("h2").focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  ahead();
}

async function send(uid, fields) {
  const body = new URLSearchParams([["csrf", token], ...fields]);
  const answer = await fetch(`/a-verifier/${encodeURIComponent(uid)}`, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": token },
    body,
    keepalive: true, // whoever closes the page right after a decision has decided
  });
  const said = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
  return { status: answer.status, said };
}

function offerUndo() {
  const last = past.at(-1);
  undo.hidden = !last;
  if (!last) return;
  undo.action = `/a-verifier/${encodeURIComponent(last.uid)}`;
  undo.querySelector("[role=status]").textContent = `${last.name} : décision enregistrée${last.all.length > 1 ? ` pour ${lines(last.all.length)}` : ""}.`;
}

function decide(row, decision) {
  const uid = row.dataset.review;
  const together = row.querySelector("[name=together]")?.checked;
  const all = together ? row.dataset.same.split(" ") : [uid];
  const made = { uid, all, row, name: row.getAttribute("aria-label") };
  const next = [...place.querySelectorAll(".review")];
  const at = next.indexOf(row);
  for (const one of all) settled.add(one);
  const following = [...next.slice(at + 1), ...next.slice(0, at)].find((one) => !settled.has(one.dataset.review));
  row.remove();
  drop();
  past.push(made);
  offerUndo();
  show(following);
  made.sent = send(uid, [["decision", decision], ...(together ? [["together", "1"]] : [])]).then(
    ({ status, said }) => {
      if (status === 200) {
        made.all = said.settled;
        rest.textContent = lines(said.left);
        if (past.at(-1) === made) offerUndo();
        return;
      }
      past.splice(past.indexOf(made), 1);
      offerUndo();
      if (status === 409) {
        rest.textContent = lines(said.left);
        return say(`${made.name} : ${said.message}`);
      }
      back(made);
      say(`${made.name} : la décision n'a pas pu être enregistrée ; la ligne est revenue.`);
    },
    () => {
      past.splice(past.indexOf(made), 1);
      offerUndo();
      back(made);
      say("DORE ne répond pas : la dernière décision n'est pas enregistrée, la ligne est revenue.");
    }
  );
}

function back(made) {
  for (const one of made.all) settled.delete(one);
  made.row.hidden = true;
  place.prepend(made.row);
  show(made.row);
}

async function takeBack() {
  const last = past.pop();
  if (!last) return;
  offerUndo();
  await last.sent;
  const { status, said } = await send(last.uid, [["decision", "undo"], ...last.all.filter((one) => one !== last.uid).map((one) => ["also", one])]);
  if (status !== 200) return say(said.message ?? "L'annulation n'a pas abouti : rechargez la page.");
  rest.textContent = lines(said.left);
  [ended, wrapped] = [false, false];
  back(last);
}

function move(step) {
  const row = shown();
  const next = step > 0 ? row?.nextElementSibling : skipped.pop() ?? row?.previousElementSibling;
  if (!next || !next.isConnected) {
    if (!ended || place.querySelectorAll(".review").length > 1) return false; // the link goes there
    say("Aucune autre ligne n'attend.");
    return true;
  }
  if (step > 0) skipped.push(row);
  show(next);
  return true;
}

place.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.name !== "decision") return;
  event.preventDefault();
  decide(event.target, button.value);
});
undo.addEventListener("submit", (event) => {
  if (!past.length) return; // decided before this page was loaded: the form does it
  event.preventDefault();
  takeBack();
});

let typed = 0;
async function find() {
  const query = finder.elements.q.value.trim();
  const turn = ++typed;
  const answer = await fetch(`/suggestions?${new URLSearchParams({ q: query })}`);
  if (turn !== typed || !answer.ok) return;
  const made = document.createElement("template");
  made.innerHTML = await answer.text();
  const box = shown()?.querySelector(".found-here");
  if (!box) return;
  box.replaceChildren();
  for (const one of made.content.querySelectorAll("[data-company]")) {
    const button = document.createElement("button");
    button.className = "button secondary candidate";
    button.name = "decision";
    button.value = `company:${one.dataset.company}`;
    const where = document.createElement("span");
    where.className = "score";
    where.textContent = [...one.parentElement.querySelectorAll(".identity span")].slice(0, 2).map((part) => part.textContent).join(" · ");
    const name = document.createElement("span");
    name.textContent = one.dataset.name;
    button.append(name, where);
    box.append(button);
  }
  if (!box.children.length && query.length > 1) box.textContent = `Aucune entreprise connue ne ressemble à « ${query} ».`;
}
let waiting;
finder?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, 150);
});
finder?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await find();
  const row = shown();
  const first = row?.querySelector(".found-here button");
  if (!first) return;
  finder.elements.q.value = "";
  finder.elements.q.blur();
  decide(row, first.value);
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && typing) return event.target.blur();
  if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const key = { ArrowDown: "j", ArrowUp: "k" }[event.key] ?? event.key.toLowerCase();
  if ((key === "j" && move(1)) || (key === "k" && move(-1))) return event.preventDefault();
  const where = /^[1-9nu]$/.test(key) ? shown() : document;
  const button = where?.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
  if (!button || button.closest("[hidden]")) return;
  event.preventDefault();
  button.click();
});
ahead();
