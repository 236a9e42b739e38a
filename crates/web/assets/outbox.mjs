// What was done and is not on the machine yet. The page owns it: each set is written here before anything else, under a
// name made by chance, and leaves only when the machine has answered for that name. Sending twice does no harm, because
// the machine takes each name once.

const DATABASE = "evenstride";
const EVENTS = "events";
const SESSIONS = "sessions";
const MOST_AT_ONCE = 100;
const PATIENCE_MS = 8000;

/** The database, made at the first use. */
const opened = () =>
  new Promise((found, failed) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(EVENTS, { keyPath: "n", autoIncrement: true });
      request.result.createObjectStore(SESSIONS, { keyPath: "key" });
    };
    request.onsuccess = () => {
      // Another page may want to clear or renew it; holding on would make it wait for ever.
      request.result.onversionchange = () => request.result.close();
      found(request.result);
    };
    request.onerror = () => failed(request.error);
  });

/** Runs `work` in one transaction over both stores; it holds whole or not at all. */
async function within(mode, work) {
  const database = await opened();
  try {
    return await new Promise((done, failed) => {
      const transaction = database.transaction([EVENTS, SESSIONS], mode);
      let outcome;
      transaction.oncomplete = () => done(outcome);
      transaction.onerror = () => failed(transaction.error);
      transaction.onabort = () => failed(transaction.error);
      const give = (value) => {
        outcome = value;
      };
      work(transaction.objectStore(EVENTS), transaction.objectStore(SESSIONS), give);
    });
  } finally {
    database.close();
  }
}

/** A name of 32 digits; `randomUUID` is not there on every page. */
export function newName() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(DATABASE) : undefined;
const listeners = new Set();

/** Calls `listener` whenever something has changed here or in another tab. */
export function whenChanged(listener) {
  listeners.add(listener);
}

function changed() {
  for (const listener of listeners) listener();
}
channel?.addEventListener("message", changed);

function tellAll() {
  channel?.postMessage("changed");
  changed();
}

/** What is known here of a session; `none` when it is new. */
export function session(key, none) {
  return within("readonly", (_, sessions, give) => {
    const request = sessions.get(key);
    request.onsuccess = () => give(request.result ?? none);
  });
}

/** Forgets what this person did in sessions before this one; their sets are on the machine or wait among the events. */
export function forgetOtherSessions(person, key) {
  return within("readwrite", (_, sessions) => {
    sessions.openCursor().onsuccess = ({ target }) => {
      const at = target.result;
      if (!at) return;
      if (at.value.person === person && at.value.key !== key) at.delete();
      at.continue();
    };
  });
}

/**
 * Writes an event and what it means for its session in one go.
 *
 * `change(session)` gives the event to keep, or nothing; it sees what another tab may have done meanwhile.
 */
export async function keep(none, change) {
  await within("readwrite", (events, sessions) => {
    const request = sessions.get(none.key);
    request.onsuccess = () => {
      const known = request.result ?? structuredClone(none);
      const event = change(known);
      sessions.put(known);
      if (event) events.add({ person: none.person, owner: none.owner, event });
    };
  });
  tellAll();
}

/** How many sets of a person wait here, and what the machine would not take. */
export function waiting(person) {
  return within("readonly", (events, _, give) => {
    const request = events.getAll();
    request.onsuccess = () => {
      const own = request.result.filter((row) => person === undefined || row.person === person);
      give({ n: own.filter((row) => !row.why).length, refused: own.filter((row) => row.why) });
    };
  });
}

/** Lets one refused event go. */
export async function letGo(n) {
  await within("readwrite", (events) => events.delete(n));
  tellAll();
}

/** Clears what is here of one person, or of everybody, with the pages kept for opening again. */
export async function clear(person) {
  await within("readwrite", (events, sessions) => {
    for (const store of [events, sessions]) {
      store.openCursor().onsuccess = ({ target }) => {
        const at = target.result;
        if (!at) return;
        if (person === undefined || at.value.person === person) at.delete();
        at.continue();
      };
    }
  });
  if ("caches" in globalThis) {
    for (const name of await caches.keys()) {
      if (person === undefined ? name.startsWith("train-") : name === cacheOf(person)) await caches.delete(name);
    }
  }
  if ("serviceWorker" in navigator) {
    for (const registration of await navigator.serviceWorker.getRegistrations()) {
      if (person === undefined || new URL(registration.scope).pathname === `/p/${person}/train/`) {
        await registration.unregister();
      }
    }
  }
  tellAll();
}

/** The name of the place that keeps a person's training page for opening again. */
export const cacheOf = (person) => `train-${person}`;

let again = false;
let sending;

/**
 * Sends what waits of a person, oldest first, until nothing waits or the machine does not answer.
 *
 * Gives `sent`, `stopped` when training has ended by what was sent, `away` without an answer, `signed-out` when the
 * machine asks to sign in first, `elsewhere` when it knows another person under the number. What waits stays but for `sent`.
 */
export function send(person) {
  if (sending) {
    again = true;
    return sending;
  }
  const run = async () => {
    let outcome;
    do {
      again = false;
      outcome = await sendAll(person);
    } while (again && outcome !== "away" && outcome !== "signed-out");
    return outcome;
  };
  const alone = () => (navigator.locks ? navigator.locks.request("evenstride-send", run) : run());
  sending = alone().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function sendAll(person) {
  let outcome = "sent";
  for (;;) {
    const rows = await within("readonly", (events, _, give) => {
      const request = events.getAll();
      request.onsuccess = () => give(request.result.filter((row) => row.person === person && !row.why).slice(0, MOST_AT_ONCE));
    });
    if (rows.length === 0) return outcome;
    const owner = rows[0].owner;
    const batch = rows.filter((row) => row.owner === owner);
    let answer;
    try {
      const response = await fetch(`/p/${person}/sets`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ person: owner, sets: batch.map((row) => ({ ...row.event, n: row.n })) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (response.status === 401) return "signed-out";
      if (response.status === 404 || response.status === 409) return "elsewhere";
      if (!response.ok) return "away";
      answer = await response.json();
    } catch {
      return "away";
    }
    const kept = new Set(answer.kept);
    const why = new Map(answer.refused.map((refused) => [refused.id, refused.code ?? "other"]));
    const settled = batch.filter((row) => kept.has(row.event.id) || why.has(row.event.id));
    // An answer that settles nothing would be asked for again for ever.
    if (settled.length === 0) return "away";
    await within("readwrite", (events) => {
      for (const row of settled) {
        if (kept.has(row.event.id)) events.delete(row.n);
        else events.put({ ...row, why: why.get(row.event.id) });
      }
    });
    if (answer.stopped) outcome = "stopped";
    tellAll();
  }
}
