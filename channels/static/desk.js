// What the desk adds to its pages where JavaScript runs: liveness, the alarm's sound and title, ages that go on.
// Every page works without it. It never moves the focus and never changes anything on the server.
"use strict";

(() => {
  const STALE_AFTER = 40000; // The feed beats every 15 s; two missed beats and some.
  const TONE_EVERY = 3000;
  const title = document.title;
  const byId = (id) => document.getElementById(id);

  // Live or reconnecting.
  let lastHeard = 0;

  function say(state, words) {
    const mark = byId("live");
    if (!mark || mark.dataset.live === state) return;
    mark.dataset.live = state;
    byId("live-state").textContent = words;
  }

  function heard() {
    lastHeard = Date.now();
    say("on", "Live");
  }

  document.addEventListener("htmx:sseOpen", heard);
  document.addEventListener("htmx:sseMessage", heard);
  document.addEventListener("htmx:sseError", () => say("off", "Reconnecting. What you see may be old."));
  document.addEventListener("htmx:sseClose", (event) => {
    if (event.detail.type === "message") say("out", "You are signed out. Reload the page to sign in.");
  });

  // All tabs share one feed where the browser can; the object below is what the SSE extension knows as an EventSource.
  function sharedFeed(url) {
    const worker = new SharedWorker("/static/desk-feed.js", { name: `desk-feed ${document.body.dataset.staff}` });
    const listeners = new Map();
    const feed = {
      readyState: EventSource.CONNECTING,
      onopen: null,
      onerror: null,
      addEventListener(name, listener) {
        if (!listeners.has(name)) listeners.set(name, new Set());
        listeners.get(name).add(listener);
        worker.port.postMessage({ listen: name });
      },
      removeEventListener(name, listener) {
        listeners.get(name)?.delete(listener);
      },
      close() {
        feed.readyState = EventSource.CLOSED;
        worker.port.postMessage({ leave: true });
      },
    };

    function fire(name, data) {
      for (const listener of [...(listeners.get(name) || [])]) listener(new MessageEvent(name, { data }));
    }

    worker.port.onmessage = ({ data }) => {
      if (feed.readyState === EventSource.CLOSED) return;
      if (data.opened) {
        feed.readyState = EventSource.OPEN;
        feed.onopen?.(new Event("open"));
        // A tab that joins a feed already open may have missed what came after its page was made.
        if (data.late) for (const name of listeners.keys()) if (!/^(heartbeat|signed-out)$/.test(name)) fire(name, "");
      }
      if (data.lost) {
        feed.readyState = EventSource.CONNECTING;
        feed.onerror?.(new Event("error"));
      }
      if (data.name) fire(data.name, data.data);
    };
    worker.port.postMessage({ join: url });
    addEventListener("pagehide", () => worker.port.postMessage({ leave: true }));
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    return feed;
  }

  if (window.SharedWorker && window.htmx) window.htmx.createEventSource = sharedFeed;

  // The alarm: a count in the title, and a tone where the person has asked for it.
  let sound = null;

  function emergencies() {
    return Number(byId("band-count")?.dataset.open || 0);
  }

  function showInTitle() {
    const open = emergencies();
    document.title = open ? `(${open}) ▲ ${title}` : title;
  }

  function tone() {
    if (!sound || sound.state !== "running" || !emergencies()) return;
    for (const [after, pitch] of [[0, 880], [0.25, 660]]) {
      const voice = sound.createOscillator();
      const loudness = sound.createGain();
      voice.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.2, sound.currentTime + after);
      loudness.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + after + 0.22);
      voice.connect(loudness).connect(sound.destination);
      voice.start(sound.currentTime + after);
      voice.stop(sound.currentTime + after + 0.24);
    }
  }

  function showSound() {
    const button = byId("sound");
    if (!button) return;
    const on = sound !== null && sound.state === "running";
    button.hidden = false;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Alarm sound is on" : "Alarm sound is off";
  }

  async function setSound(on) {
    if (on && !sound) {
      sound = new AudioContext();
      sound.onstatechange = showSound;
    }
    if (sound) await (on ? sound.resume() : sound.suspend());
    showSound();
    tone();
  }

  // New and changed messages are put in one by one, so that a screen reader speaks the new ones only.
  function merge(log, html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    byId("no-message")?.remove();
    for (const message of fresh.querySelectorAll("article")) {
      const shown = byId(message.id);
      if (!shown) log.append(document.importNode(message, true));
      else if (!shown.isEqualNode(message)) renew(shown, message);
    }
    if (atEnd) log.scrollTop = log.scrollHeight;
  }

  function renew(shown, message) {
    shown.className = message.className;
    for (const part of message.children) {
      const old = shown.querySelector(`:scope > [data-part="${part.dataset.part}"]`);
      if (!old) shown.append(document.importNode(part, true));
      else if (!old.isEqualNode(part)) old.replaceWith(document.importNode(part, true));
    }
  }

  let opened = [];
  const drawn = new WeakMap();

  // What has not changed is left alone, so that nothing is spoken twice and nothing is taken from under a pointer.
  function unchanged(target, html) {
    if (drawn.get(target) === html) return true;
    drawn.set(target, html);
    return false;
  }

  document.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (target.id === "transcript" && event.detail.xhr.status === 200) {
      event.detail.shouldSwap = false;
      merge(target, event.detail.xhr.responseText);
      return;
    }
    if (event.detail.xhr.status === 200 && unchanged(target, event.detail.xhr.responseText)) {
      event.detail.shouldSwap = false;
      return;
    }
    opened = [...target.querySelectorAll("details[open]")].map((details) => details.id);
  });

  // Only the band rings: what is told to people on call changes what stands beside an emergency, and is no new alarm.
  document.addEventListener("htmx:afterSwap", (event) => {
    for (const id of opened) byId(id)?.setAttribute("open", "");
    opened = [];
    showInTitle();
    if (event.detail.target?.id === "band") tone();
  });

  // A part that could not be fetched is fetched again, so that an alarm is not lost to a hiccup.
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      const part = event.detail.elt;
      const trigger = part.getAttribute("hx-trigger")?.split(",")[0];
      if (trigger) setTimeout(() => window.htmx.trigger(part, trigger), 2000);
    });
  }

  function age(since) {
    const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 60000));
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor((minutes % 1440) / 60);
    if (days) return `${days} d ${hours} h`;
    if (hours) return `${hours} h ${minutes % 60} min`;
    return minutes ? `${minutes} min` : "under a minute";
  }

  function tick() {
    for (const span of document.querySelectorAll("[data-since]")) {
      const words = age(span.dataset.since);
      if (span.textContent !== words) span.textContent = words;
    }
    if (lastHeard && Date.now() - lastHeard > STALE_AFTER) say("off", "Reconnecting. What you see may be old.");
  }

  // Optional keys move the focus and press nothing. With Alt, since a bare letter would be set off by speech input.
  function onKey(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    const goal = byId({ KeyN: "take-next", KeyR: "reply-text", KeyA: "acknowledge" }[event.code]);
    if (goal) {
      event.preventDefault();
      goal.focus();
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const log = byId("transcript");
    if (log) log.scrollTop = log.scrollHeight;
    if (byId("live")) say("off", "Connecting");
    byId("sound")?.addEventListener("click", async () => {
      const on = !(sound && sound.state === "running");
      sessionStorage.setItem("alarm-sound", on ? "on" : "off");
      await setSound(on);
    });
    if (byId("sound") && sessionStorage.getItem("alarm-sound") === "on") setSound(true);
    showSound();
    showInTitle();
    document.addEventListener("keydown", onKey);
    setInterval(tick, 5000);
    setInterval(tone, TONE_EVERY);
  });
})();
