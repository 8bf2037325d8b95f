// Enhancements of the editors' screens: what is sent waits for a draft that is just being saved.

/**
 * A new page gets its address with its first automatic draft. Whoever sends the form before that answer has come would
 * create the page a second time, and be told that its address is taken. So the form waits for the answer and is then sent.
 */
function sendAfterDraft() {
  const saving = new WeakSet();
  const waiting = new WeakMap();
  const send = (form) => {
    saving.delete(form);
    if (!waiting.has(form)) return;
    const button = waiting.get(form);
    waiting.delete(form);
    form.dataset.wAutosaveActiveValue = "false";
    form.requestSubmit(button);
  };
  document.addEventListener("w-autosave:save", ({ target, defaultPrevented }) => defaultPrevented || saving.add(target));
  document.addEventListener("w-autosave:success", ({ target }) => send(target));
  document.addEventListener("w-autosave:error", ({ target }) => send(target));
  document.addEventListener("submit", (event) => {
    if (!saving.has(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    waiting.set(event.target, event.submitter);
  }, { capture: true });
}

sendAfterDraft();
