// What the player says of times, and in which language. The sentences come before this, from tts.locale.player.

// 0 English, 1 simplified, 2 traditional: as tts.locale.tags decides, for tags as its `html_of` writes them.
function tongueOf(tag) {
  if (!/^(zh|cmn|yue)/i.test(tag)) return 0;
  return /hant|yue|-(tw|hk|mo)/i.test(tag) && !/hans|yue-cn/i.test(tag) ? 2 : 1;
}

// Each sentence by its name.
function wordsFor(tag) {
  const all = VERSIONS[tongueOf(tag)].split("|");
  return Object.fromEntries(NAMES.map((name, i) => [name, all[i]]));
}

function parts(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
}

// 9:41, or 1:09:41: as tts.locale.lengths writes it.
function clock(seconds) {
  const [hours, minutes, rest] = parts(seconds);
  const [first, ...others] = hours ? [hours, minutes, rest] : [minutes, rest];
  return [first, ...others.map((n) => String(n).padStart(2, "0"))].join(":");
}

// "9 minutes 41 seconds": what a screen reader says of a time. English alone has a plural.
function spoken(seconds, say) {
  const units = [say.hour, say.minute, say.second];
  const each = parts(seconds).map((n, i) => n + " " + units[i] + (n === 1 || units[i] > "z" ? "" : "s"));
  return each.filter((text) => text[0] !== "0").join(" ") || each[2];
}

// The seconds of `#t=75`, `#t=1:15` or `#t=1m15s`; NaN where a link has none.
function moment(hash) {
  const told = (/[#&]t=([\d:.hms]+)/i.exec(hash) || ["", "-"])[1].toLowerCase();
  const units = [...told.matchAll(/([\d.]+)([hms])/g)];
  if (units.length) return units.reduce((sum, [, n, unit]) => sum + n * { h: 3600, m: 60, s: 1 }[unit], 0);
  return told.split(":").reduce((sum, n) => sum * 60 + Number(n), 0);
}
