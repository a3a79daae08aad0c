// What is remembered from one visit to the next: speed, switches, and where each episode was left.

let memory = {};

// Storage throws in a sandboxed frame, and where the reader forbids it: then it is remembered while the page is open.
function recall() {
  try {
    memory = JSON.parse(localStorage.pagecast || null) || {};
  } catch {}
  return memory;
}

function remember(changes) {
  memory = { ...recall(), ...changes };
  try {
    localStorage.pagecast = JSON.stringify(memory);
  } catch {}
}

// The latest last, and of old ones 300. A place of 0 is none.
function keepPlace(guid, seconds) {
  const { [guid]: _, ...others } = recall().places || {};
  const kept = Object.entries(others).slice(-300);
  if (seconds) kept.push([guid, Math.round(seconds)]);
  remember({ places: Object.fromEntries(kept) });
}
