// Quick hide: a press of the button, or of Shift three times, locks the session and leaves at once.
(() => {
  const button = document.querySelector("[data-quick-hide]");
  if (!button) return;

  const leave = () => {
    const { action } = button.form;
    const token = new FormData();
    token.append("csrfmiddlewaretoken", button.dataset.token);
    document.dispatchEvent(new CustomEvent("cvi:lock"));
    document.title = "";
    document.documentElement.replaceChildren();
    navigator.sendBeacon(action, token);
    location.replace(button.dataset.site);
  };

  let presses = 0;
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    const soon = event.timeStamp - last < 1500;
    presses = event.key === "Shift" ? (soon ? presses + 1 : 1) : 0;
    last = event.timeStamp;
    if (presses === 3) leave();
  });
  button.form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave();
  });
})();
