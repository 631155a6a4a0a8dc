// A file that is dropped, and an import under way. Both work without: a field, a button, a page that reloads itself.

const form = document.querySelector("[data-drop]");
if (form) {
  const field = form.querySelector("input[type=file]");
  const said = document.getElementById("depot");
  const most = Number(form.dataset.drop);

  const look = () => {
    const [file] = field.files;
    if (!file) return false;
    const size = (file.size / 1e6).toLocaleString("fr-FR", { maximumFractionDigits: 1 });
    const large = file.size > most;
    field.setCustomValidity(large ? `Ce fichier pèse ${size} Mo : c'est trop. Découpez-le.` : "");
    said.textContent = large ? "" : `${file.name}, ${size} Mo`;
    return !large;
  };
  field.addEventListener("change", () => look() || field.reportValidity());
  form.addEventListener("submit", () => {
    said.textContent = "Envoi et lecture du fichier…";
  });
  // The whole window takes the file: one that misses the frame must not replace the page.
  for (const name of ["dragenter", "dragover"])
    addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    field.files = event.dataTransfer.files;
    if (look()) form.requestSubmit();
    else field.reportValidity();
  });
}

const place = document.querySelector("[data-import]");
if (place) {
  const title = document.title;
  const minutes = (s) => (s < 90 ? `${s} s` : `${Math.round(s / 60)} min`);
  const events = new EventSource(place.dataset.import);
  events.addEventListener("message", (event) => {
    const said = JSON.parse(event.data);
    document.getElementById("avance").value = said.read;
    document.getElementById("lues").textContent = said.read.toLocaleString("fr-FR");
    document.getElementById("reste").textContent = said.left_s ? `· encore ${minutes(said.left_s)} environ` : "";
    const state = document.getElementById("etat");
    if (said.state === "running" && state.textContent !== "En cours.") state.textContent = "En cours.";
    if (said.expected) document.title = `${Math.min(99, Math.floor((100 * said.read) / said.expected))} % · ${title}`;
    if (said.state !== "waiting" && said.state !== "running") {
      events.close();
      location.reload();
    }
  });
}
