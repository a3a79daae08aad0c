// What the player says of times, and in which language. The sentences come before this, from tts.locale.player.

// 0 English, 1 simplified, 2 traditional: as tts.locale.language_tags decides, for tags as its `html_of` writes them.
function tongueOf(tag) {
  if (!/^(zh|cmn|yue)/i.test(tag)) return 0;
  return /hant|yue|-(tw|hk|mo)/i.test(tag) && !/hans|yue-cn/i.test(tag) ? 2 : 1;
}

// Each sentence by its name, and how a number of hours, minutes or seconds is said. Intl.NumberFormat says it, too, but
// a page's first one is a long task for a phone.
function wordsFor(tag) {
  const tongue = tongueOf(tag);
  const all = VERSIONS[tongue].split("|");
  const say = Object.fromEntries(NAMES.map((name, i) => [name, all[i]]));
  say.unit = (n, unit) => n + say[unit] + (tongue || n === 1 ? "" : "s");
  return say;
}

function parts(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
}

// 9:41, or 1:09:41: as tts.locale.duration_format writes it.
function clock(seconds) {
  const [hours, minutes, rest] = parts(seconds).map(String);
  const padded = rest.padStart(2, "0");
  return hours > 0 ? `${hours}:${minutes.padStart(2, "0")}:${padded}` : `${minutes}:${padded}`;
}

// "9 minutes 41 seconds": what a screen reader says of a time.
function spoken(seconds, say) {
  const each = parts(seconds).map((n, i) => say.unit(n, ["hour", "minute", "second"][i]));
  return each.filter((text) => text[0] !== "0").join(" ") || each[2];
}

// The seconds of `#t=75`, `#t=1:15` or `#t=1m15s`; NaN where a link has none.
function moment(hash) {
  const stated = /[#&]t=([\d:.hms]+)/.exec(hash)?.[1];
  const add = (sum, [, n, unit]) => (unit === ":" ? (sum + +n) * 60 : sum + n * ({ h: 3600, m: 60 }[unit] || 1));
  return [...(stated || "").matchAll(/([\d.]+)(.?)/g)].reduce(add, stated ? 0 : NaN);
}
