// What the page shows, and what its buttons do. Text of the share is only ever set as text. LANGUAGE, DATES and WORDS stand
// before this: they are the file of the page's language.

const MASK = "\u2022".repeat(12);
const SHORTEST_WITH_A_TAIL = 16;
const LONGEST_SHOWN = 400;
const SECONDS_SHOWN = 30;
const DAY = 86400000;
const NOT_TEXT = /[^ \P{C}]|[\p{Zl}\p{Zp}]/gu;
const KINDS = new Set(["production", "qa"]);
const OLD_AFTER = 30 * DAY;

const byId = (id) => document.getElementById(id);
let hideAll = [];

/** A sentence with its values in place of their names in braces. */
function fill(words, values) {
  return words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

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
  return new Intl.DateTimeFormat(DATES, parts).format(moment);
}

function ago(moment) {
  const days = Math.floor((Date.now() - moment.getTime()) / DAY);
  if (days === 0) return WORDS.today;
  return fill(WORDS.daysAgo[new Intl.PluralRules(DATES).select(days)], { n: new Intl.NumberFormat(DATES).format(days) });
}

/** When it was made, and how long ago that is unless this computer's clock is behind the sender's. */
function made(moment) {
  return moment > Date.now() ? when(moment) : fill(WORDS.madeAgo, { moment: when(moment), ago: ago(moment) });
}

async function openShare() {
  const typed = byId("passphrase").value;
  byId("problem").textContent = "";
  if (!plainPassphrase(typed)) {
    byId("problem").textContent = WORDS.typeFirst;
    byId("passphrase").focus();
    return;
  }
  working(true);
  say(WORDS.checkingLong);
  try {
    const payload = readPayload(await unlockWith(typed, byId("share").textContent, checkOfThisFile()));
    byId("passphrase").value = "";
    showOpened(payload);
    say(WORDS.isOpen);
  } catch (error) {
    byId("problem").textContent = wordsOf(error);
    say("");
  } finally {
    working(false);
  }
  (byId("opened").hidden ? byId("passphrase") : byId("opened").querySelector("h1")).focus();
}

function checkOfThisFile() {
  return document.querySelector("meta[name='share-check']")?.content;
}

function wordsOf(error) {
  return error instanceof Refused ? WORDS[error.message] : WORDS.cannotOpen;
}

function working(whether) {
  byId("working").hidden = !whether;
  for (const id of ["open", "passphrase", "hideWords"]) byId(id).disabled = whether;
  byId("open").textContent = whether ? WORDS.opening : WORDS.open;
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
  say(WORDS.isLocked);
  byId("passphrase").focus();
}

function card(title, parts, kind = "") {
  return make("section", [title && make("h2", title), ...parts], `card ${kind}`.trim());
}

function overview(payload) {
  const heading = make("h1", payload.name || WORDS.nameless);
  heading.tabIndex = -1;
  const kind = payload.practice ? "practice" : KINDS.has(payload.environment) ? payload.environment : "";
  const word = kind ? WORDS[kind] : payload.environment || WORDS.unknownEnvironment;
  const facts = make("dl");
  for (const [name, value] of [
    [WORDS.forWhom, payload.forWhom],
    [WORDS.client, payload.client],
    [WORDS.madeBy, payload.madeBy && fill(WORDS.itSays, { name: payload.madeBy })],
    [WORDS.made, payload.madeAt && made(payload.madeAt)],
  ]) {
    if (value) facts.append(make("dt", name), make("dd", value));
  }
  const title = make("div", [heading, make("span", word, `badge ${kind}`.trim())], "title");
  return make("section", [title, ...notes(payload), facts], "card");
}

/** What this share's own state asks for. */
function notes(payload) {
  const now = Date.now();
  const found = [];
  if (payload.practice) found.push(WORDS.exercise);
  const warnAfter = payload.warnAfter?.getTime() ?? (payload.madeAt ? payload.madeAt.getTime() + OLD_AFTER : Infinity);
  if (warnAfter <= now) found.push(WORDS.old);
  if (payload.oldTokenEnds) {
    const words = payload.oldTokenEnds > now ? WORDS.oldTokenWorks : WORDS.oldTokenEnded;
    found.push(fill(words, { moment: when(payload.oldTokenEnds) }));
  }
  return found.map((words) => make("p", [make("strong", words)]));
}

/** None of the share's words stand in it: they could be another number to call. */
function warning(payload) {
  const address = addressOf(payload.endpoint);
  const parts = [make("span", address ? address.hostname : WORDS.noHost, "host"), make("p", WORDS.call)];
  for (const words of cautions(payload, address)) parts.push(make("p", [make("strong", words)]));
  return card(WORDS.beforeYouEnter, parts, "warning");
}

function cautions(payload, address) {
  if (!address) return [];
  const found = [];
  if (address.protocol !== "https:" && !payload.practice) found.push(WORDS.notEncrypted);
  if (address.hostname.split(".").some((part) => part.startsWith("xn--"))) found.push(WORDS.oddLetters);
  if (/^[\d.]+$|^\[/.test(address.hostname) && !payload.practice) found.push(WORDS.numberHost);
  const others = new Set(payload.fields.map((field) => hostIn(field, payload)).filter((host) => host && host !== address.hostname));
  if (others.size) found.push(fill(WORDS.otherHost, { hosts: [...others].join(", ") }));
  return found;
}

/** The host that a field leads to: an address, or a host name alone. The token may have dots, too, and is none. */
function hostIn({ value }, payload) {
  if (value.includes(payload.token)) return "";
  const bare = /^[^\s/@:]+\.[^\s/@:.\d]{2,}(:\d+)?(\/\S*)?$/.test(value.trim()) ? `https://${value.trim()}` : value;
  return addressOf(bare)?.hostname || "";
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
        { label: WORDS.endpoint, value: payload.endpoint },
        { label: WORDS.token, value: payload.token },
        { label: WORDS.header, value: payload.header },
      ];
  const rows = fields.map((field, number) => valueRow(field, number, payload));
  const labels = new Set(fields.map((field) => field.label));
  for (const [label, hint] of payload.hints) {
    if (!labels.has(label) && hint) rows.push(foreign(make("p", [make("strong", label), document.createTextNode(`: ${shown(hint)}`)]), payload));
  }
  const note = payload.note && foreign(make("p", payload.note, "hint"), payload);
  const title = payload.client ? fill(WORDS.enterIn, { client: payload.client }) : WORDS.enterInYours;
  const whose = { production: WORDS.valuesForProduction, qa: WORDS.valuesForQa }[payload.practice ? "" : payload.environment];
  return card(title, [whose && make("p", [make("strong", whose)]), otherLanguage(payload, WORDS.hintsInOtherLanguage, Boolean(payload.note) || payload.hints.size > 0), note, ...rows]);
}

/** Says that what follows is in the language of the client's file, where that is not the page's. */
function otherLanguage(payload, words = WORDS.inOtherLanguage, there = true) {
  return there && payload.language !== LANGUAGE ? make("p", words, "hint") : null;
}

/** Tells screen readers the language of such words. */
function foreign(element, payload) {
  element.lang = payload.language;
  return element;
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
  const hint = foreign(make("p", payload.hints.get(label) || "", "hint"), payload);
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
  const button = make("button", WORDS.show);
  button.type = "button";
  let timer = 0;
  const turn = (visible) => {
    clearTimeout(timer);
    input.value = visible ? shown(value) : mask(value);
    button.textContent = visible ? WORDS.hide : WORDS.show;
    button.setAttribute("aria-label", fill(visible ? WORDS.hideWhat : WORDS.showWhat, { label: shown(label) }));
    if (visible) timer = setTimeout(() => turn(false), SECONDS_SHOWN * 1000);
  };
  button.onclick = () => turn(button.textContent === WORDS.show);
  hideAll.push(() => turn(false));
  turn(false);
  return button;
}

function copyButton(input, value, label, secret, told) {
  const button = make("button", WORDS.copy);
  button.type = "button";
  button.setAttribute("aria-label", fill(WORDS.copyWhat, { label: shown(label) }));
  button.onclick = async () => {
    if (await copied(value)) {
      told.textContent = secret ? WORDS.copiedSecret : WORDS.copied;
      say(fill(WORDS.copiedWhat, { label: shown(label) }));
      return;
    }
    input.value = shown(value);
    input.focus();
    input.select();
    told.textContent = WORDS.copyByHand;
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
    [WORDS.replaceToken, payload.replaceSteps, payload.oldTokenEnds !== null],
    [WORDS.firstTime, payload.firstSteps, payload.oldTokenEnds === null],
  ];
  const numbered = (list) => foreign(make("ol", list.map((step) => make("li", step))), payload);
  const parts = lists.filter(([, list]) => list.length).map(([title, list, open]) => folded(title, numbered(list), open));
  if (parts.length) parts.unshift(otherLanguage(payload));
  else parts.push(make("p", WORDS.noSteps));
  return card(WORDS.steps, [...parts, make("p", WORDS.tellSender, "hint")]);
}

/** The client's own messages, in quotation marks where its vendor documents them; else what HTTP itself calls it. */
function messages(payload) {
  if (!payload.client) return null;
  const own = payload.messages.flatMap(({ message, cause, documented }) => [
    make("dt", documented === true ? fill(WORDS.quoted, { message }) : message),
    make("dd", cause),
  ]);
  const usual = ["http401", "http404", "noAnswer"].flatMap((name) => [make("dt", WORDS[name]), make("dd", WORDS[`${name}Cause`])]);
  const list = make("dl", own.length ? own : usual, "messages");
  const before = own.length ? otherLanguage(payload) : make("p", WORDS.wordsNotKnown, "hint");
  const inside = make("div", [before, own.length ? foreign(list, payload) : list]);
  return make("section", [folded(WORDS.messages, inside, false)], "card folded");
}

function folded(title, inside, open) {
  const details = make("details", [make("summary", title), inside]);
  details.open = open;
  return details;
}

function lockCard() {
  const button = make("button", WORDS.lockAgain);
  button.type = "button";
  button.onclick = lock;
  return make("p", [button]);
}

function begin() {
  if (!window.crypto?.subtle) {
    byId("asleepWhy").textContent = window.isSecureContext ? WORDS.asleepOld : WORDS.asleepPlain;
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
  lookAtTheFile();
}

/** Says before anybody is called for the passphrase that the file will not open with any. */
async function lookAtTheFile() {
  const text = byId("share").textContent;
  try {
    if (await isDamaged(text, checkOfThisFile())) throw new Refused("damaged");
  } catch (error) {
    byId("problem").textContent = wordsOf(error);
  }
}

begin();
