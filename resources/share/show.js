// What the page shows, and what its buttons do. Text of the share is only ever set as text.

const MASK = "\u2022".repeat(12);
const SHORTEST_WITH_A_TAIL = 16;
const LONGEST_SHOWN = 400;
const SECONDS_SHOWN = 30;
const DAY = 86400000;
const NOT_TEXT = /[^ \P{C}]|[\p{Zl}\p{Zp}]/gu;
const ENVIRONMENTS = { production: "Production", qa: "QA" };

const byId = (id) => document.getElementById(id);
let hideAll = [];

/** An element with text, or with other elements inside. */
function make(tag, inside = "", kind = "") {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (isText(inside)) element.textContent = shown(inside);
  else element.append(...inside.filter(Boolean));
  return element;
}

/** Text that others wrote on one line: what cannot be seen, or would turn the reading direction, is made visible. */
function shown(text) {
  const visible = text.replace(NOT_TEXT, (character) => `\\u{${character.codePointAt(0).toString(16)}}`);
  return visible.length > LONGEST_SHOWN ? `${visible.slice(0, LONGEST_SHOWN - 1)}\u2026` : visible;
}

function say(words) {
  byId("said").textContent = words;
}

function when(moment) {
  const parts = { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  return new Intl.DateTimeFormat("en-GB", parts).format(moment);
}

function ago(moment) {
  const days = Math.floor((Date.now() - moment.getTime()) / DAY);
  return days < 0 ? "" : days === 0 ? " (less than a day ago)" : days === 1 ? " (1 day ago)" : ` (${days} days ago)`;
}

async function openShare() {
  const typed = byId("passphrase").value;
  byId("problem").textContent = "";
  if (!plainPassphrase(typed)) {
    byId("problem").textContent = "Type the passphrase first.";
    byId("passphrase").focus();
    return;
  }
  working(true);
  say("Checking the passphrase. This takes a few seconds on a slow computer.");
  try {
    const share = readShare(byId("share").textContent);
    const payload = readPayload(await unlockWith(typed, share));
    byId("passphrase").value = "";
    showOpened(payload);
    say("The share is open.");
  } catch (error) {
    byId("problem").textContent = error instanceof Refused ? error.message : "This browser could not open the share: try another one.";
    say("");
  } finally {
    working(false);
  }
  (byId("opened").hidden ? byId("passphrase") : byId("opened").querySelector("h1")).focus();
}

function working(whether) {
  byId("working").hidden = !whether;
  for (const id of ["open", "passphrase", "hideWords"]) byId(id).disabled = whether;
  byId("open").textContent = whether ? "Opening\u2026" : "Open share";
}

function showOpened(payload) {
  byId("opened").replaceChildren(
    ...[overview(payload), warning(payload), values(payload), steps(payload), messages(payload), lockCard()].filter(Boolean),
  );
  byId("locked").hidden = true;
  byId("opened").hidden = false;
  window.scrollTo(0, 0);
}

function lock() {
  for (const hide of hideAll) hide();
  hideAll = [];
  byId("opened").replaceChildren();
  byId("opened").hidden = true;
  byId("locked").hidden = false;
  say("The share is locked again.");
  byId("passphrase").focus();
}

function card(title, parts, kind = "") {
  return make("section", [title && make("h2", title), ...parts], `card ${kind}`.trim());
}

function overview(payload) {
  const heading = make("h1", payload.name || "Shared connection");
  heading.tabIndex = -1;
  const word = payload.practice ? "Practice" : ENVIRONMENTS[payload.environment] || payload.environment || "Unknown environment";
  const kinds = { Practice: "badge practice", Production: "badge production", QA: "badge qa" };
  const facts = make("dl");
  for (const [name, value] of [
    ["For", payload.forWhom],
    ["Client", payload.client],
    ["Made by", payload.madeBy && `${payload.madeBy} (as the share itself says)`],
    ["Made", payload.madeAt && when(payload.madeAt) + ago(payload.madeAt)],
  ]) {
    if (value) facts.append(make("dt", name), make("dd", value));
  }
  const title = make("div", [heading, make("span", word, kinds[word] || "badge")], "title");
  return make("section", [title, ...notes(payload), facts], "card");
}

/** What this share's own state asks for. */
function notes(payload) {
  const now = new Date();
  const found = [];
  if (payload.practice) {
    found.push("This is an exercise: the account is a pretend one on the sender's computer. Do not enter it in a real client.");
  }
  if (payload.warnAfter && payload.warnAfter < now) {
    found.push("This share is old, and the token may have been replaced since: ask the sender before you enter it.");
  }
  if (payload.oldTokenEnds && payload.oldTokenEnds > now) {
    found.push(`The old token works until ${when(payload.oldTokenEnds)}: enter the new one before then, and nothing stops.`);
  } else if (payload.oldTokenEnds) {
    found.push(`The old token ended on ${when(payload.oldTokenEnds)}: a client that still has it is standing still.`);
  }
  return found.map((words) => make("p", [make("strong", words)]));
}

function warning(payload) {
  const sender = payload.madeBy || "the sender";
  const parts = [
    make("p", `Call ${sender} on a number that you knew before, and compare this host name letter by letter. A share that somebody else made would send all your people's data to its author.`),
  ];
  const address = addressOf(payload.endpoint);
  parts.splice(1, 0, make("span", address ? address.hostname : "No host name: this endpoint is not a web address. Do not enter it.", "host"));
  if (address && address.protocol !== "https:" && !payload.practice) {
    parts.push(make("p", [make("strong", "This endpoint is not encrypted (it does not begin with https://): do not enter it before you asked why.")]));
  }
  return card("Before you enter anything", parts, "warning");
}

function addressOf(text) {
  try {
    const address = new URL(text);
    return /^https?:$/.test(address.protocol) && address.hostname ? address : null;
  } catch (_) {
    return null;
  }
}

function values(payload) {
  const own = payload.fields.filter((field) => !(payload.practice && field.label === "Exercise"));
  const fields = own.length
    ? own
    : [
        { label: "SCIM endpoint", value: payload.endpoint },
        { label: "SCIM access token", value: payload.token },
        { label: "Authorization header", value: payload.header },
      ];
  const rows = fields.map((field, number) => valueRow(field, number, payload));
  const labels = new Set(fields.map((field) => field.label));
  for (const [label, hint] of payload.hints) {
    if (!labels.has(label) && hint) rows.push(make("p", [make("strong", label), document.createTextNode(`: ${shown(hint)}`)]));
  }
  const note = payload.note && make("p", payload.note, "hint");
  return card(payload.client ? `Enter in ${payload.client}` : "Enter in your client", [note, ...rows]);
}

function valueRow({ label, value }, number, payload) {
  const secret = value.includes(payload.token);
  const input = make("input");
  Object.assign(input, { id: `value${number}`, type: "text", readOnly: true, autocomplete: "off", spellcheck: false });
  const name = make("label", label);
  name.htmlFor = input.id;
  const line = make("div", [input], "line");
  if (secret) line.append(showButton(input, value, label));
  else input.value = shown(value);
  const hint = make("p", payload.hints.get(label) || "", "hint");
  hint.id = `hint${number}`;
  if (hint.textContent) input.setAttribute("aria-describedby", hint.id);
  const told = make("p", "", "hint");
  line.append(copyButton(input, value, label, secret, told));
  return make("div", [name, line, hint.textContent && hint, told], "field");
}

function mask(value) {
  const [, before, token] = /^(Bearer )?(.*)$/s.exec(value);
  return (before || "") + MASK + (token.length < SHORTEST_WITH_A_TAIL ? "" : shown(token.slice(-4)));
}

/** Shows a secret for half a minute, and hides it when the page goes out of sight. */
function showButton(input, value, label) {
  const button = make("button", "Show");
  button.type = "button";
  let timer = 0;
  const turn = (visible) => {
    clearTimeout(timer);
    input.value = visible ? shown(value) : mask(value);
    button.textContent = visible ? "Hide" : "Show";
    button.setAttribute("aria-label", `${visible ? "Hide" : "Show"} ${shown(label)}`);
    if (visible) timer = setTimeout(() => turn(false), SECONDS_SHOWN * 1000);
  };
  button.onclick = () => turn(button.textContent === "Show");
  hideAll.push(() => turn(false));
  turn(false);
  return button;
}

function copyButton(input, value, label, secret, told) {
  const button = make("button", "Copy");
  button.type = "button";
  button.setAttribute("aria-label", `Copy ${shown(label)}`);
  button.onclick = async () => {
    if (await copied(value)) {
      told.textContent = secret
        ? "Copied. Once it is entered, copy something else: a page cannot empty your clipboard, and some systems keep a history of it (Windows: Windows+V)."
        : "Copied.";
      say(`${shown(label)} copied.`);
      return;
    }
    input.value = shown(value);
    input.focus();
    input.select();
    told.textContent = "Your browser does not let this page copy. The value is selected now: press Ctrl+C (on a Mac Command+C).";
    say(told.textContent);
  };
  return button;
}

/** Whether the value is on the clipboard: by the browser's clipboard, else by the older way through a selection. */
async function copied(value) {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch (_) {
    const carrier = make("textarea", "", "unseen");
    carrier.value = value;
    document.body.append(carrier);
    carrier.select();
    const done = document.execCommand("copy");
    carrier.remove();
    return done;
  }
}

function steps(payload) {
  const lists = [
    ["Replace the token", payload.replaceSteps, payload.oldTokenEnds !== null],
    ["Set it up the first time", payload.firstSteps, payload.oldTokenEnds === null],
  ];
  const parts = lists.filter(([, list]) => list.length).map(([title, list, open]) => folded(title, make("ol", list.map((step) => make("li", step))), open));
  if (!parts.length) parts.push(make("p", "Enter these values in your client's console, and run its own connection test."));
  return card("Steps", [...parts, make("p", "When its test succeeds, tell the sender: then the old token can be ended.", "hint")]);
}

function messages(payload) {
  if (!payload.messages.length) return null;
  const list = make("dl", payload.messages.flatMap(({ message, cause }) => [make("dt", `\u201c${message}\u201d`), make("dd", cause)]), "messages");
  return make("section", [folded("Messages you may see", list, false)], "card folded");
}

function folded(title, inside, open) {
  const details = make("details", [make("summary", title), inside]);
  details.open = open;
  return details;
}

function lockCard() {
  const button = make("button", "Lock again");
  button.type = "button";
  button.onclick = lock;
  return make("p", [button]);
}

function begin() {
  if (!window.crypto?.subtle) {
    byId("asleepWhy").textContent = window.isSecureContext
      ? "This browser cannot decrypt: it is too old, or decryption is switched off in it."
      : "This page was fetched over a connection without encryption, where browsers do not decrypt.";
    return;
  }
  byId("asleep").hidden = true;
  byId("locked").hidden = false;
  byId("open").onclick = openShare;
  byId("passphrase").onkeydown = (event) => {
    if (event.key === "Enter" && !event.isComposing) openShare();
  };
  byId("hideWords").onchange = (event) => {
    byId("passphrase").type = event.target.checked ? "password" : "text";
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) for (const hide of hideAll) hide();
  });
  window.addEventListener("pagehide", lock);
  byId("passphrase").focus();
}

begin();
