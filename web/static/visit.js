// The form of a visit: a suggestion fills in its company; the warning follows; who will see it is always said.

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

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.name === "visibility") {
    const { said, audience } = target.dataset;
    document.getElementById("qui-verra").textContent = said;
    document.getElementById("qui-verra-quoi").textContent = `${audience[0].toUpperCase()}${audience.slice(1)}.`;
  }
});
