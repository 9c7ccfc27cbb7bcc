// The box "This device is shared" stands in one form and counts for the passkey's form too.
(() => {
  const box = document.querySelector("[data-shared]");
  const copy = document.querySelector("[data-shared-copy]");
  if (!box || !copy) return;
  const follow = () => {
    copy.value = box.checked ? "on" : "";
  };
  box.addEventListener("change", follow);
  window.addEventListener("pageshow", follow);
  follow();
})();
