"use strict";
// From the passphrase to the plain text, as FORMAT.md says. This half of the page's script touches nothing on the screen.

const VERSION = 1;
const DERIVATION = "PBKDF2-HMAC-SHA-256";
const FEWEST_ROUNDS = 1000000;
const MOST_ROUNDS = 10000000;
const SCHEMA = "scim-connection-share/1";
const BLANKS = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/g;
const DASHES = /[-\u2010-\u2015\u2212]+/g;
const TURKISH_I = /i\u0307|\u0131/g;
const BLOCK = 2048;
const TAG = 16;
const MOST_FIELDS = 50;

/** What stops the opening; its message names one of the words of the page, a sentence for the person. */
class Refused extends Error {}

/** The six values of the script element "share", checked. */
function readShare(text) {
  let share;
  try {
    share = JSON.parse(text);
  } catch (_) {
    throw new Refused("damaged");
  }
  if (typeof share !== "object" || share === null) throw new Refused("damaged");
  if (Number.isInteger(share.v) && share.v > VERSION) throw new Refused("tooNew");
  if (share.v !== VERSION || share.kdf !== DERIVATION || !Number.isInteger(share.iterations)) throw new Refused("damaged");
  if (share.iterations < FEWEST_ROUNDS) throw new Refused("tooWeak");
  if (share.iterations > MOST_ROUNDS) throw new Refused("tooHard");
  return {
    iterations: share.iterations,
    salt: bytesOf(share.salt, 16, 64),
    nonce: bytesOf(share.nonce, 12, 12),
    sealed: bytesOf(share.ct, 17, Infinity),
    bound: new TextEncoder().encode(JSON.stringify([share.v, share.kdf, share.iterations, share.salt])),
  };
}

/** The bytes of canonical base64: atob alone forgives blanks and stray bits, by which a changed file would still open. */
function bytesOf(text, least, most) {
  let binary = "";
  try {
    binary = atob(text);
  } catch (_) {
    throw new Refused("damaged");
  }
  if (btoa(binary) !== text || binary.length < least || binary.length > most) throw new Refused("damaged");
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** The passphrase as it is counted: composed, lower case, blanks as hyphens. */
function plainPassphrase(text) {
  const lower = text.normalize("NFC").toLowerCase();
  return lower.replace(BLANKS, " ").trim().replaceAll(" ", "-");
}

/**
 * What is tried for what was typed: as it is counted, then with one hyphen for each run of hyphens and other dashes, and an
 * i for those that Turkish keyboards make of it (their capital has its dot, and their small one for I has none).
 */
function spellings(text) {
  const plain = plainPassphrase(text);
  return new Set([plain, plain.replace(DASHES, "-").replace(/^-|-$/g, "").replace(TURKISH_I, "i")].filter(Boolean));
}

/** The key; takes a second or more, by design. */
async function keyFrom(passphrase, share) {
  const words = new TextEncoder().encode(passphrase);
  const material = await crypto.subtle.importKey("raw", words, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: share.salt, iterations: share.iterations };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
}

/** The plain bytes; the browser refuses unless every bit is as it was written. */
function unlock(key, share) {
  const how = { name: "AES-GCM", iv: share.nonce, additionalData: share.bound, tagLength: 128 };
  return crypto.subtle.decrypt(how, key, share.sealed);
}

/**
 * Whether the file itself shows that a part of it was cut off or changed, which the passphrase has nothing to do with: by the
 * length of what is encrypted, and by the check, the SHA-256 of the share element's text.
 */
async function isDamaged(text, check) {
  if ((readShare(text).sealed.length - TAG) % BLOCK) return true;
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text.trim()));
  return Boolean(check) && btoa(String.fromCharCode(...new Uint8Array(sum))) !== check;
}

/** The plain bytes for a passphrase as it was typed. */
async function unlockWith(typed, text, check) {
  const share = readShare(text);
  for (const passphrase of spellings(typed)) {
    const key = await keyFrom(passphrase, share);
    try {
      return await unlock(key, share);
    } catch (_) {
      // the next spelling, if there is one
    }
  }
  throw new Refused((await isDamaged(text, check)) ? "damaged" : "wrong");
}

/** The payload of the contract; what is of another type than it has to be reads as if it were not there. */
function readPayload(bytes) {
  let payload;
  try {
    payload = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (_) {
    throw new Refused("damaged");
  }
  if (typeof payload !== "object" || payload === null) throw new Refused("damaged");
  if (payload.schema !== SCHEMA) {
    throw new Refused(/^scim-connection-share\/\d+$/.test(payload.schema) ? "tooNew" : "damaged");
  }
  const { account, guide } = payload;
  if (!isText(payload.endpoint) || !isText(payload.token) || payload.token === "") throw new Refused("damaged");
  return {
    endpoint: payload.endpoint,
    token: payload.token,
    header: isText(payload.authorization_header) ? payload.authorization_header : `Bearer ${payload.token}`,
    name: textIn(account, "name"),
    environment: textIn(account, "environment"),
    practice: payload.practice === true,
    fields: listIn(payload, "fields").filter((field) => isText(field?.label) && isText(field?.value)).slice(0, MOST_FIELDS),
    forWhom: textIn(payload, "for"),
    madeBy: textIn(payload, "made_by"),
    madeAt: momentIn(payload, "made_at"),
    oldTokenEnds: momentIn(payload, "previous_token_expires_at"),
    warnAfter: momentIn(payload, "warn_after"),
    language: /^[a-z]{2}$/.test(textIn(guide, "language")) ? guide.language : "en",
    client: textIn(guide, "client_name") || textIn(payload, "client"),
    note: textIn(guide, "note"),
    hints: new Map(listIn(guide, "hints").map((each) => [textIn(each, "label"), textIn(each, "hint")])),
    firstSteps: listIn(guide, "first_steps").filter(isText),
    replaceSteps: listIn(guide, "replace_steps").filter(isText),
    messages: listIn(guide, "messages").filter((each) => isText(each?.message) && isText(each?.cause)),
  };
}

function isText(value) {
  return typeof value === "string";
}

function textIn(holder, key) {
  return isText(holder?.[key]) ? holder[key] : "";
}

function listIn(holder, key) {
  return Array.isArray(holder?.[key]) ? holder[key] : [];
}

function momentIn(holder, key) {
  const moment = new Date(textIn(holder, key));
  return Number.isNaN(moment.getTime()) ? null : moment;
}
