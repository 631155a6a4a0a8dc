// What every page gains when scripts run; all of it works without.

const toasts = document.getElementById("annonces");

/** Say something for a few seconds, to screen readers too. */
function announce(text) {
  if (!toasts) return;
  const toast = document.createElement("p");
  toast.className = "toast";
  toast.textContent = text;
  toasts.append(toast);
  setTimeout(() => toast.remove(), 8000);
}

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  announce(
    status === 403
      ? "Votre session a changé : rechargez la page."
      : status === 429
        ? `Trop de demandes : attendez ${event.detail.xhr.getResponseHeader("Retry-After") ?? 60} secondes, puis recommencez.`
        : status === 503
        ? "La base ne répond pas : réessayez dans quelques secondes."
        : "La demande n'a pas abouti : rechargez la page et recommencez."
  );
});
document.addEventListener("htmx:sendError", () => announce("DORE ne répond pas : vérifiez qu'il tourne encore."));
document.addEventListener("dore:annonce", (event) => announce(event.detail.value ?? String(event.detail)));

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const opener = target?.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
  }
  if (target?.closest("[data-closes]")) target.closest("dialog")?.close();
  if (target?.closest("[data-prints]")) window.print();
});

// "/" goes to the search field, as in many tools, unless one is typing already.
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("input[type=search]");
  if (field) {
    event.preventDefault();
    field.focus();
    field.select();
  }
});

for (const button of document.querySelectorAll("[data-prints], .needs-script")) button.hidden = false;

// On a phone the filters of a list fold: the list comes first.
if (matchMedia("(max-width: 38rem)").matches) {
  for (const one of document.querySelectorAll(".folds")) one.open = false;
}

// On a narrow screen a list of pages is wider than it: the current one is brought into view.
for (const pages of document.querySelectorAll(".nav ul")) {
  const current = pages.querySelector("[aria-current]");
  if (current && pages.scrollWidth > pages.clientWidth) pages.scrollLeft = current.offsetLeft - pages.clientWidth / 3;
}
