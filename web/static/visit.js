// The form of a visit: a suggestion fills in its company; the warning follows.

const company = document.getElementById("champ-company");
const name = document.getElementById("champ-name");
const day = document.getElementById("champ-on");
const suggestions = document.getElementById("suggestions");
const changed = () => document.body.dispatchEvent(new CustomEvent("dore:changed"));

name?.addEventListener("htmx:configRequest", (event) => {
  event.detail.parameters = { q: name.value };
});
name?.addEventListener("input", () => {
  if (company.value) {
    company.value = "";
    changed();
  }
});
document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const chosen = target?.closest("[data-company]");
  if (chosen && suggestions.contains(chosen)) {
    company.value = chosen.dataset.company;
    name.value = chosen.dataset.name;
    suggestions.replaceChildren();
    changed();
    day.focus();
  }
});
