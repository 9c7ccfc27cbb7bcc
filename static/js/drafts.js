// Keeps what is half typed in a form: sealed to the server, in this browser, for 72 hours.
// Nothing readable stays: a record is a hash of whose form it is and where it stands, the id of a
// key, sealed bytes and a time. Only the server opens it, for the same user (docs/decisions/0020).
(() => {
  const box = document.querySelector("template[data-drafts]");
  const token = document.querySelector("[data-quick-hide]")?.dataset.token;
  if (!box || !token || !window.indexedDB || !window.crypto?.subtle) return;

  const { bind, cookie } = box.dataset;
  const KEPT = 72 * 60 * 60 * 1000;
  const SOON = 1_000;
  const LATER = 10_000;
  const HOLD = 500;
  const STEP = 512;
  const MOST = 255 * 1024;
  const PLACES = 2;
  const SKIPPED = ["hidden", "password", "file", "submit", "button", "reset", "image", "fieldset", "output"];
  // By these the server tells a form that is sent twice: a draft that is put back is that very form.
  const MARKS = ["form_mark", "form_id"];
  const CHOICES = ["radio", "checkbox", "select-one", "select-multiple"];
  const GIVEN_BACK = ".error-summary, [aria-invalid=true], .usa-error-message";

  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const text = (words) => new TextEncoder().encode(words);
  const letters = (bytes) =>
    btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const bytes = (word) =>
    Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));

  // --- The store in the browser

  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const begin = () => {
    const request = indexedDB.open("drafts", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts", { keyPath: "place" });
      request.result.createObjectStore("keys", { keyPath: "bind" });
    };
    return done(request);
  };
  let opened;
  const store = async (name, mode = "readonly") => {
    opened ??= begin();
    return (await opened).transaction(name, mode).objectStore(name);
  };
  const drop = async (place) => done((await store("drafts", "readwrite")).delete(place));
  const dropOld = async () => {
    const kept = await done((await store("drafts")).getAll());
    for (const { place, at } of kept) if (Date.now() - at > KEPT) await drop(place);
  };
  const dropSaved = async () => {
    const said = document.cookie.split("; ").find((part) => part.startsWith(`${cookie}=`));
    if (!said) return;
    await drop(said.slice(cookie.length + 1));
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${cookie}=; Max-Age=0; Path=/; SameSite=Strict${secure}`;
  };

  // --- The server's part: hand out a key, open a draft

  const ask = (address, fields) =>
    fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      redirect: "error",
    });
  const askKey = async () => {
    const kept = await done((await store("keys")).get(bind));
    const age = Date.now() - (kept?.at ?? 0);
    if (kept && age >= 0 && age < kept.seconds * 1000) return kept;
    try {
      const answer = await ask(box.dataset.key);
      if (!answer.ok) return kept;
      const key = { ...(await answer.json()), bind, at: Date.now() };
      await done((await store("keys", "readwrite")).put(key));
      return key;
    } catch {
      return kept; // No signal: an old key is better than lost words.
    }
  };
  let asking; // One question at a time, however many want the key.
  const keyNow = () => (asking ??= askKey().finally(() => (asking = undefined)));
  const openDraft = async ({ place, kid, sealed }) => {
    const answer = await ask(box.dataset.open, { kid, place, sealed: letters(sealed) });
    if (answer.status === 410) await drop(place);
    return answer.ok ? answer.json() : null;
  };

  // --- A form's fields

  const isMark = (it) => MARKS.includes(it.name);
  const controls = (form) =>
    [...form.elements].filter(
      (it) =>
        it.name && !it.disabled && (isMark(it) || !SKIPPED.includes(it.type)) &&
        !/password|one-time-code/.test(it.autocomplete ?? ""),
    );
  const takesText = (it) => !CHOICES.includes(it.type) && !isMark(it);
  const valuesOf = (it) => {
    if (it.type === "radio" || it.type === "checkbox") return it.checked ? [it.value] : [];
    if (it.type === "select-multiple") return [...it.selectedOptions].map((option) => option.value);
    return [it.value];
  };
  const read = (form) => controls(form).flatMap((it) => valuesOf(it).map((value) => [it.name, value]));
  const typed = (fields) => fields.filter(([name]) => !MARKS.includes(name));
  const plain = (fields) => JSON.stringify(typed(fields).map(([name, value]) => [name, value.trim()]));
  const isShown = (form, fields) => {
    const names = fields.map(([name]) => name);
    return plain(read(form).filter(([name]) => names.includes(name))) === plain(fields);
  };

  const set = (it, given) => {
    if (it.type === "radio" || it.type === "checkbox") {
      it.checked = given.includes(it.value);
    } else if (it.type === "select-multiple") {
      for (const option of it.options) option.selected = given.includes(option.value);
    } else if (given.length) {
      it.value = given.shift();
    }
  };
  const fill = (form, fields) => {
    const given = new Map();
    for (const [name, value] of fields) given.set(name, [...(given.get(name) ?? []), value]);
    for (const it of controls(form)) {
      const before = valuesOf(it).join("\n");
      set(it, given.get(it.name) ?? []);
      if (valuesOf(it).join("\n") === before) continue;
      const fold = it.closest("details");
      if (fold) fold.open = true;
      for (const kind of ["input", "change"]) it.dispatchEvent(new Event(kind, { bubbles: true }));
    }
  };

  // --- One form: keep it, offer what was kept

  const placesOf = async (form, number) => {
    const places = [];
    for (let spare = 0; spare < PLACES; spare += 1) {
      const where = text(`${bind}|${location.pathname}|${form.id || number}|${spare}`);
      places.push(letters(new Uint8Array(await crypto.subtle.digest("SHA-256", where))));
    }
    return places;
  };

  const padded = (words) => {
    const whole = text(words);
    const room = new Uint8Array(Math.ceil((whole.length + 4) / STEP) * STEP);
    new DataView(room.buffer).setUint32(0, whole.length);
    room.set(whole, 4);
    return room;
  };

  const watch = (form, number) => {
    const state = {
      isDirty: false, isHeld: false, isGoing: false, timer: 0, place: "", queue: Promise.resolve(),
    };
    form.autocomplete = "off"; // Else the browser itself keeps what was typed, readable.

    const put = async (place, words) => {
      const key = await keyNow();
      const message = padded(words);
      if (!key || message.length > MOST) throw new Error("not kept");
      const info = text(`draft|1|${key.kid}|${bind}|${place}`);
      const sealed = await hpke.seal(bytes(key.public), info, message);
      await done((await store("drafts", "readwrite")).put({ place, kid: key.kid, sealed, at: Date.now() }));
    };
    const keep = () => {
      clearTimeout(state.timer);
      state.timer = 0;
      if (!state.isDirty || !state.place) return;
      state.isDirty = false;
      // Read before anything is waited for: the page may be wiped next.
      const { place } = state;
      const words = JSON.stringify({ at: Date.now(), fields: read(form) });
      state.queue = state.queue.then(() => put(place, words)).catch(() => {
        state.isDirty = true;
        state.timer ||= setTimeout(keep, LATER);
      });
    };
    const touched = () => {
      state.isDirty = true;
      state.timer ||= setTimeout(keep, SOON);
    };

    form.addEventListener("input", touched);
    form.addEventListener("change", touched);
    form.addEventListener("focusin", () => keyNow().catch(() => {}), { once: true });
    form.addEventListener("submit", (event) => {
      if (state.isGoing || !form.requestSubmit || !(state.isHeld || state.isDirty)) return;
      event.preventDefault(); // For a moment: first the words are kept, then they are sent.
      if (state.isHeld) return;
      state.isHeld = true;
      keep();
      const go = () => {
        state.isHeld = false;
        state.isGoing = true;
        form.requestSubmit(event.submitter);
        state.isGoing = false;
      };
      Promise.race([state.queue, pause(HOLD)]).then(go);
    });
    form.addEventListener("formdata", (event) => {
      if (state.place) event.formData.append("draft_place", state.place);
    });
    document.addEventListener("cvi:lock", keep);
    document.addEventListener("visibilitychange", keep);
    window.addEventListener("pagehide", keep);
    look(form, number, state).catch(() => {}).then(() => state.isDirty && touched());
  };

  const offer = (form, draft, state) => {
    const bar = box.content.firstElementChild.cloneNode(true);
    const when = new Intl.DateTimeFormat(document.documentElement.lang, {
      weekday: "long", hour: "numeric", minute: "2-digit",
    });
    const leave = () => {
      bar.remove();
      controls(form).find(takesText)?.focus();
    };
    bar.querySelector("[data-draft-back]").addEventListener("click", () => {
      state.place = draft.place;
      fill(form, draft.fields);
      leave();
    });
    bar.querySelector("[data-draft-away]").addEventListener("click", () => {
      drop(draft.place).catch(() => {});
      leave();
    });
    form.before(bar);
    bar.querySelector("time").textContent = when.format(draft.at); // Last: now it is read out.
  };

  // New words never go where a draft waits for an answer: there is a second place for them. The
  // latest draft of a form that the server gave back with its errors is that very form.
  const look = async (form, number, state) => {
    const places = await placesOf(form, number);
    const kept = await Promise.all(
      places.map(async (place) => done((await store("drafts")).get(place))),
    );
    const found = kept.filter(Boolean).sort((one, other) => other.at - one.at);
    state.place = places.find((_place, index) => !kept[index]) ?? found.at(-1).place;
    if (document.querySelector("main")?.querySelector(GIVEN_BACK)) {
      state.place = found.shift()?.place ?? state.place;
      state.isDirty = true;
    }
    for (const record of found) {
      const draft = await openDraft(record);
      if (!draft) continue;
      if (isShown(form, draft.fields)) state.place = record.place;
      else offer(form, { ...draft, place: record.place }, state);
    }
  };

  const start = async () => {
    await dropSaved();
    const forms = [...document.querySelectorAll('main form[method="post"]')];
    forms.forEach((form, number) => {
      if (!form.closest("[data-no-draft]") && controls(form).some(takesText)) watch(form, number);
    });
    await dropOld();
  };
  start().catch(() => {}); // A browser that keeps nothing, as some do in private: forms work as ever.
})();
