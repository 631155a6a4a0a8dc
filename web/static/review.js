// Keys of the review queue: each presses the button that shows it. One decision at a time.

let busy = false;
document.addEventListener("htmx:beforeRequest", () => (busy = true));
document.addEventListener("htmx:afterSettle", () => (busy = false));
document.addEventListener("htmx:responseError", () => (busy = false));
document.addEventListener("htmx:sendError", () => (busy = false));
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, textarea, select");
  if (typing || busy || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
