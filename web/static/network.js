// The picture of a network: pan, zoom, hover, open. Positions, names and their places come from the server; the list
// under the picture says the same.

const [KIND, X, Y, RADIUS, LABEL, TEXT, LINKS, HIDDEN, SIDE, SCALE, ADDRESS] = Array(11).keys();
const COLOURS = ["--accent", "--quiet", "--good", "--plan", "--warn"]; // operator, territory, company, project, agreement
const MOST_ZOOM = 6;
const number = new Intl.NumberFormat("fr-FR");

function start(frame) {
  const canvas = frame.querySelector("canvas");
  const said = frame.querySelector(".net-said");
  const data = JSON.parse(frame.querySelector("[data-net-data]").textContent);
  const { nodes, links } = data;
  const pen = canvas.getContext("2d");
  const near = nodes.map(() => []);
  const levels = [[], [], []];
  for (let at = 0; at < links.length; at += 3) {
    near[links[at]].push(links[at + 1]);
    near[links[at + 1]].push(links[at]);
    levels[links[at + 2] > 4 ? 2 : links[at + 2] > 1 ? 1 : 0].push(links[at], links[at + 1]);
  }
  const byKind = data.kinds.map((_, kind) => nodes.filter((node) => node[KIND] === kind));
  let width, height, least, scale, left, top, chosen = -1, waiting = false, colours;

  const paint = () => {
    const style = getComputedStyle(frame);
    colours = Object.fromEntries([...COLOURS, "--sheet", "--ink", "--strong-line"].map((name) => [name, style.getPropertyValue(name)]));
    ask();
  };
  const ask = () => {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  };
  const fit = () => {
    least = Math.min(width / data.width, height / data.height);
    scale = least;
    left = (width - data.width * scale) / 2;
    top = (height - data.height * scale) / 2;
    ask();
  };
  const zoom = (factor, x = width / 2, y = height / 2) => {
    const next = Math.min(MOST_ZOOM, Math.max(least * 0.7, scale * factor));
    left = x - ((x - left) * next) / scale;
    top = y - ((y - top) * next) / scale;
    scale = next;
    ask();
  };
  const resize = () => {
    const ratio = window.devicePixelRatio || 1;
    const first = width === undefined;
    [width, height] = [canvas.clientWidth, canvas.clientHeight];
    [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    first || scale === least ? fit() : ask();
  };

  const px = (node) => node[X] * scale + left;
  const py = (node) => node[Y] * scale + top;
  const size = (node) => node[RADIUS] * Math.min(1, Math.max(0.6, scale / 0.8));
  const edges = (pairs) => {
    pen.beginPath();
    for (let at = 0; at < pairs.length; at += 2) {
      const one = nodes[pairs[at]], other = nodes[pairs[at + 1]];
      pen.moveTo(px(one), py(one));
      pen.lineTo(px(other), py(other));
    }
    pen.stroke();
  };
  const mark = (node) => {
    const x = px(node), y = py(node), r = size(node);
    if (x < -r || y < -r || x > width + r || y > height + r) return;
    if (node[KIND] === 1) {
      pen.moveTo(x, y - r);
      pen.lineTo(x + r, y + r * 0.8);
      pen.lineTo(x - r, y + r * 0.8);
    } else if (node[KIND] === 3) pen.rect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7);
    else if (node[KIND] === 4) {
      pen.moveTo(x, y - r * 1.2);
      pen.lineTo(x + r * 1.2, y);
      pen.lineTo(x, y + r * 1.2);
      pen.lineTo(x - r * 1.2, y);
    } else {
      pen.moveTo(x + r, y);
      pen.arc(x, y, r, 0, 2 * Math.PI);
    }
  };
  const marks = (some, kind) => {
    pen.beginPath();
    some.forEach(mark);
    pen.fillStyle = colours[COLOURS[kind]];
    pen.fill();
    pen.stroke();
  };
  const write = (node, text, side, strong) => {
    const away = size(node) + 3;
    pen.textAlign = ["left", "right", "center", "center"][side];
    const x = px(node) + [away, -away, 0, 0][side];
    const y = py(node) + [0, 0, away + 7, -away - 7][side];
    pen.font = `${strong ? 600 : 400} 12px ${getComputedStyle(frame).fontFamily}`;
    pen.strokeText(text, x, y);
    pen.fillText(text, x, y);
  };
  const names = () => {
    Object.assign(pen, { textBaseline: "middle", lineJoin: "round", lineWidth: 3, strokeStyle: colours["--sheet"], fillStyle: colours["--ink"] });
    const lit = chosen < 0 ? null : new Set([chosen, ...near[chosen]]);
    pen.globalAlpha = 1;
    nodes.forEach((node, at) => {
      if (at !== chosen && node[SCALE] && node[SCALE] <= scale && (!lit || lit.has(at))) write(node, node[TEXT] || node[LABEL], node[SIDE], false);
    });
    if (lit) write(nodes[chosen], nodes[chosen][LABEL], px(nodes[chosen]) > width * 0.6 ? 1 : 0, true);
  };
  const draw = () => {
    waiting = false;
    pen.clearRect(0, 0, width, height);
    pen.strokeStyle = colours["--strong-line"];
    levels.forEach((pairs, level) => {
      pen.globalAlpha = chosen < 0 ? 0.38 : 0.1;
      pen.lineWidth = [0.7, 1.3, 2.4][level];
      if (pairs.length) edges(pairs);
    });
    const outline = () => Object.assign(pen, { lineWidth: 1, strokeStyle: colours["--sheet"] });
    outline();
    pen.globalAlpha = chosen < 0 ? 1 : 0.22;
    byKind.map((some, kind) => [some, kind]).reverse().forEach(([some, kind]) => marks(some, kind));
    if (chosen >= 0) {
      pen.globalAlpha = 1;
      Object.assign(pen, { lineWidth: 1.4, strokeStyle: colours["--accent"] });
      edges(near[chosen].flatMap((other) => [chosen, other]));
      outline();
      for (const at of [...near[chosen], chosen]) marks([nodes[at]], nodes[at][KIND]);
    }
    names();
  };

  const choose = (at, aloud = true) => {
    if (at === chosen) return;
    chosen = at;
    canvas.style.cursor = at >= 0 && nodes[at][ADDRESS] ? "pointer" : "";
    if (aloud || at >= 0) tell();
    ask();
  };
  const tell = () => {
    said.replaceChildren();
    if (chosen < 0) return;
    const node = nodes[chosen];
    const who = document.createElement(node[ADDRESS] ? "a" : "strong");
    who.textContent = node[LABEL];
    if (node[ADDRESS]) who.href = node[ADDRESS];
    const left = node[HIDDEN] ? `, dont ${number.format(node[HIDDEN])} hors du dessin` : "";
    said.append(who, ` · ${data.kinds[node[KIND]]} · ${number.format(node[LINKS])} ${node[LINKS] > 1 ? "liens" : "lien"}${left}`);
  };
  const open = () => chosen >= 0 && nodes[chosen][ADDRESS] && location.assign(nodes[chosen][ADDRESS]);
  const under = (x, y, slack) => {
    let best = -1, nearest = Infinity;
    nodes.forEach((node, at) => {
      const far = Math.hypot(px(node) - x, py(node) - y) - size(node);
      if (far < slack && far < nearest) [best, nearest] = [at, far];
    });
    return best;
  };
  const show = (at) => {
    choose(at);
    const node = nodes[at];
    if (px(node) < 20 || px(node) > width - 20 || py(node) < 20 || py(node) > height - 20) {
      left += width / 2 - px(node);
      top += height / 2 - py(node);
    }
  };

  const held = new Map();
  let moved = 0;
  canvas.addEventListener("pointerdown", (event) => {
    held.set(event.pointerId, event);
    moved = 0;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return event.pointerType === "mouse" && choose(under(event.offsetX, event.offsetY, 4));
    const [dx, dy] = [event.offsetX - before.offsetX, event.offsetY - before.offsetY];
    moved += Math.abs(dx) + Math.abs(dy);
    if (held.size === 2) {
      const [other] = [...held.values()].filter((one) => one.pointerId !== event.pointerId);
      const span = (one) => Math.hypot(one.offsetX - other.offsetX, one.offsetY - other.offsetY) || 1;
      zoom(span(event) / span(before), other.offsetX, other.offsetY);
    } else if (moved > 4) {
      left += dx;
      top += dy;
      ask();
    }
    held.set(event.pointerId, event);
  });
  canvas.addEventListener("pointerup", (event) => {
    held.delete(event.pointerId);
    if (moved > 4) return;
    const mouse = event.pointerType === "mouse";
    const at = under(event.offsetX, event.offsetY, mouse ? 4 : 14);
    const again = at >= 0 && at === chosen;
    choose(at);
    if (mouse || again) open(); // a finger sees who it is first
  });
  canvas.addEventListener("pointercancel", (event) => held.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => document.activeElement === canvas || choose(-1, false));
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return; // the page scrolls
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
    if (step) [left, top] = [left + step[0], top + step[1]];
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") fit();
    else if (event.key === "n") show((chosen + 1) % nodes.length);
    else if (event.key === "p") show((Math.max(chosen, 0) + nodes.length - 1) % nodes.length);
    else if (event.key === "Escape") choose(-1);
    else if (event.key === "Enter") open();
    else return;
    event.preventDefault();
    ask();
  });
  frame.addEventListener("click", (event) => {
    const does = event.target.closest("[data-net]")?.dataset.net;
    if (does) ({ in: () => zoom(1.4), out: () => zoom(1 / 1.4), fit })[does]();
  });
  frame.hidden = false;
  new ResizeObserver(resize).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  resize();
  paint();
}

const begin = (where) => {
  for (const frame of where.querySelectorAll("[data-network]:not([data-started])")) {
    frame.dataset.started = "";
    start(frame);
  }
};
begin(document);
document.addEventListener("htmx:afterSettle", (event) => begin(event.detail.elt.ownerDocument));
