// Enhancements of pages that work without script: menus, printing, text size, quick exit, copied links, counters.

const TEXT_KEY = "zks-text";

/** Close a menu with Escape and give the focus back to its switch; close menus when another part is pressed. */
function menus() {
  const open = () => [...document.querySelectorAll("details.zks-menu[open], details.zks-account[open]")];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      const sheet = menu.nextElementSibling;
      if (!menu.contains(event.target) && !sheet?.contains(event.target)) menu.open = false;
    }
  });
}

/** Open every accordion on paper, also in browsers that do not know `details-content`. */
function printing() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("main details:not([open])")];
    for (const item of closed) item.open = true;
  });
  addEventListener("afterprint", () => {
    for (const item of closed) item.open = false;
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

/** Three sizes of text, kept for this tab only. */
function textSize() {
  const group = document.querySelector("[data-textsize]");
  if (!group) return;
  const apply = (size) => {
    document.documentElement.dataset.text = size;
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.size === size));
    }
  };
  group.hidden = false;
  const stored = read(TEXT_KEY);
  if (stored) apply(stored);
  group.addEventListener("click", (event) => {
    const size = event.target.closest("button")?.dataset.size;
    if (!size) return;
    apply(size);
    write(TEXT_KEY, size);
  });
}

function read(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    // nosemgrep: kept-in-browser the size of the text, nothing typed
    sessionStorage.setItem(key, value);
  } catch {
    // Storage is switched off: the size holds for this page.
  }
}

/** Leave the page without a trace in the history: by the button or by Escape pressed three times in two seconds. */
function quickExit() {
  const link = document.querySelector("[data-exit]");
  if (!link) return;
  const leave = () => location.replace(link.href);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((time) => event.timeStamp - time < 2000), event.timeStamp];
    if (presses.length >= 3) leave();
  });
}

/** Copy the address of the page and say so. */
function copyLink() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
      await navigator.clipboard.writeText(address);
      const status = button.parentElement.querySelector("[data-copied]");
      if (status) status.textContent = button.dataset.done;
    });
  }
}

/** Say how many signs are left, politely from 90 % on; the words stand in the element that the server wrote. */
function counters() {
  for (const field of document.querySelectorAll("[data-count]")) {
    const message = document.getElementById(field.dataset.count);
    const limit = Number(field.getAttribute("maxlength") ?? field.dataset.limit);
    if (!message || !limit) continue;
    const template = message.dataset.left;
    const tell = () => {
      const left = limit - field.value.length;
      message.textContent = field.value.length >= limit * 0.9 ? `${template} ${left}` : "";
    };
    field.addEventListener("input", tell);
    tell();
  }
}

/** Put an own button in front of the browser's file field and say which file was chosen. */
function files() {
  for (const box of document.querySelectorAll("[data-file]")) {
    const [input, button, status] = box.children;
    input.classList.add("zks-sr");
    button.hidden = false;
    status.hidden = false;
    input.addEventListener("change", () => {
      status.textContent = [...input.files].map((file) => file.name).join(", ") || status.dataset.none;
    });
  }
}

/** Lead to the summary of errors after a form came back. */
function errors() {
  document.querySelector("[data-focus]")?.focus();
}

menus();
printing();
textSize();
quickExit();
copyLink();
counters();
files();
errors();
