// One live feed for all of a browser's tabs: browsers allow six lines to a server, and a seventh tab with a feed of its
// own would freeze every button of the desk. Runs as a shared worker; it knows event names and ids, never their meaning.
"use strict";

const LONGEST_WAIT = 30000;
const ports = new Set();
const names = new Set();
let source = null;
let address = "";
let lastId = "";
let wait = 1000;
let signedOut = false;

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function hear(name) {
  source?.addEventListener(name, (event) => {
    lastId = event.lastEventId || lastId;
    if (name !== "signed-out") tell({ name, data: event.data });
  });
}

function open() {
  source = new EventSource(lastId ? `${address.split("?")[0]}?after=${lastId}` : address);
  source.onopen = () => {
    wait = 1000;
    signedOut = false;
    tell({ opened: true });
  };
  source.onerror = () => {
    tell({ lost: true });
    if (source.readyState !== EventSource.CLOSED) return;
    if (signedOut) tell({ name: "signed-out", data: "" });
    setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
  // The sign-in that opened this feed has ended. A newer one may have begun in another tab, so one try is made.
  source.addEventListener("signed-out", () => {
    signedOut = true;
    source.close();
    open();
  });
  names.forEach(hear);
}

onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.leave) ports.delete(port);
    if (data.listen && !names.has(data.listen)) {
      names.add(data.listen);
      hear(data.listen);
    }
    if (data.join) {
      ports.add(port);
      if (!source) {
        address = data.join;
        open();
      } else if (source.readyState === EventSource.OPEN) {
        port.postMessage({ opened: true, late: true });
      }
    }
  };
};
