// Locks the page when nobody touches it. The server locks the session by itself; this hides the
// page from whoever picks the phone up, and tells the server that somebody who types is here.
// "cvi:lock" on the document comes first: whoever keeps typed words listens to it.
(() => {
  const box = document.querySelector("[data-lock]");
  const idle = Number(box?.dataset.idle) * 1000;
  if (!idle) return;

  const WARN = 60_000;
  const TELL = 60_000;
  const warning = box.firstElementChild;
  const tabs = new BroadcastChannel("cvi:here");
  let here = Date.now();
  let told = here;
  let locked = false;

  const lock = () => {
    if (locked) return;
    locked = true;
    const next = encodeURIComponent(location.pathname + location.search);
    document.dispatchEvent(new CustomEvent("cvi:lock"));
    document.title = "";
    document.documentElement.replaceChildren();
    location.replace(`${box.dataset.unlock}?next=${next}`);
  };

  const tell = async () => {
    told = Date.now();
    const token = document.querySelector("[data-quick-hide]")?.dataset.token;
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    try {
      const answer = await fetch(box.dataset.stay, { method: "POST", headers });
      if (answer.status === 401) lock();
    } catch {
      // No signal: the page goes by its own clock.
    }
  };

  const check = () => {
    const quiet = Date.now() - here;
    if (quiet >= idle) lock();
    warning.hidden = quiet < idle - WARN;
  };

  const touched = () => {
    check();
    if (locked) return;
    here = Date.now();
    warning.hidden = true;
    if (here - told < TELL) return;
    tabs.postMessage(here);
    tell();
  };

  tabs.onmessage = (message) => {
    here = Math.max(here, message.data);
    check();
  };
  for (const kind of ["keydown", "pointerdown", "input", "scroll"]) {
    document.addEventListener(kind, touched, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", check);
  window.addEventListener("pageshow", check);
  setInterval(check, 5_000);
})();
