// An import under way: its progress as the server tells it; the page is loaded again once it is over.

const place = document.querySelector("[data-import]");
if (place) {
  const events = new EventSource(place.dataset.import);
  events.addEventListener("message", (event) => {
    const said = JSON.parse(event.data);
    document.getElementById("avance").value = said.read;
    document.getElementById("lues").textContent = said.read.toLocaleString("fr-FR");
    if (said.state !== "waiting" && said.state !== "running") {
      events.close();
      location.reload();
    }
  });
}
