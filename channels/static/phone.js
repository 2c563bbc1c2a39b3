// Makes the web phone's page livelier; without it the page works by itself.
// It never builds HTML: words only ever come from the server, escaped there.
"use strict";

(() => {
  const thread = document.getElementById("thread");
  const texts = document.getElementById("texts");
  const text = document.getElementById("text");
  const form = document.getElementById("form");
  const trouble = document.getElementById("trouble");
  const refresh = document.getElementById("refresh");

  const toTheEnd = () => { thread.scrollTop = thread.scrollHeight; };

  // A text that two answers brought is shown once.
  const showOnce = () => {
    const seen = new Set();
    for (const item of [...texts.children]) {
      if (item.id && seen.has(item.id)) item.remove();
      seen.add(item.id);
    }
  };

  refresh.parentElement.hidden = true;
  toTheEnd();

  texts.addEventListener("htmx:afterSwap", () => { showOnce(); toTheEnd(); });

  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    const tooLong = event.detail.xhr && event.detail.xhr.status === 413;
    trouble.textContent = event.detail.successful ? "" : tooLong ? trouble.dataset.tooLong : trouble.dataset.notSent;
    trouble.hidden = event.detail.successful;
    if (event.detail.successful) text.value = "";
    text.focus();
  });

  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
})();
