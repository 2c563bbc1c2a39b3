// Makes the web phone's page livelier; without it the page works by itself.
// Words only ever enter the page as text or as the server's escaped HTML. No text is ever dropped: what did not get
// through goes back into the box, and sent again it is still the same message.
"use strict";

(() => {
  if (!window.htmx) return;

  const thread = document.getElementById("thread");
  const texts = document.getElementById("texts");
  const box = document.getElementById("text");
  const form = document.getElementById("form");
  const trouble = document.getElementById("trouble");
  const sending = document.getElementById("sending");
  const refresh = document.getElementById("refresh");

  // The gateway answers within six seconds; whoever has no answer after this has no connection.
  const PATIENCE_MS = 15000;
  const nonces = new Map();
  let underway = 0;

  const toTheEnd = () => { thread.scrollTop = thread.scrollHeight; };

  const numberOf = (item) => Number(item.id.replace("text-", "")) || Infinity;

  // Two answers may bring the same text, or come in the wrong order.
  const tidy = () => {
    const seen = new Set();
    for (const item of [...texts.children]) {
      if (item.id && seen.has(item.id)) item.remove();
      seen.add(item.id);
    }
    const items = [...texts.children];
    const inOrder = [...items].sort((one, other) => numberOf(one) - numberOf(other));
    if (inOrder.some((item, place) => item !== items[place])) texts.append(...inOrder);
    toTheEnd();
  };

  const nonceFor = (words) => {
    if (!nonces.has(words)) nonces.set(words, [...crypto.getRandomValues(new Uint8Array(12))].join("-"));
    return nonces.get(words);
  };

  // Shown at once, so that nobody wonders where their words went; read aloud only when the line has them.
  const showPending = (words) => {
    const item = document.createElement("li");
    item.className = "mine pending";
    item.setAttribute("aria-hidden", "true");
    const body = document.createElement("p");
    body.className = "body";
    body.dir = "auto";
    body.textContent = words;
    item.append(body);
    texts.append(item);
    toTheEnd();
    return item;
  };

  const showTrouble = (status) => {
    trouble.textContent = status === 413 ? trouble.dataset.tooLong : trouble.dataset.notSent;
    trouble.hidden = false;
  };

  const post = async (words) => {
    const after = document.getElementById("after").value;
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      body: new URLSearchParams({ text: words, nonce: nonceFor(words), after }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw response.status;
    return response.text();
  };

  const send = async (words) => {
    const pending = showPending(words);
    sending.hidden = false;
    underway += 1;
    try {
      const news = await post(words);
      nonces.delete(words);
      pending.remove();
      trouble.hidden = true;
      htmx.swap(texts, news, { swapStyle: "beforeend", swapDelay: 0, settleDelay: 0 });
      tidy();
    } catch (status) {
      pending.remove();
      box.value = [words, box.value].filter(Boolean).join("\n");
      showTrouble(status);
    }
    underway -= 1;
    sending.hidden = underway === 0;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = box.value;
    box.value = "";
    box.focus();
    if (words.trim()) send(words);
  });

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  texts.addEventListener("htmx:afterSwap", tidy);
  refresh.parentElement.hidden = true;
  toTheEnd();
})();
