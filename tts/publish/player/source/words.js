// What the player says, in English, simplified and traditional Chinese.

const WORDS = {
  listen: ["Listen to this article", "收听本文", "收聽本文"],
  player: ["Audio player", "音频播放器", "音訊播放器"],
  play: ["Play", "播放", "播放"],
  pause: ["Pause", "暂停", "暫停"],
  position: ["Position", "播放位置", "播放位置"],
  of: [" of ", "，共 ", "，共 "],
  sentenceBack: ["Previous sentence", "上一句", "上一句"],
  sentenceOn: ["Next sentence", "下一句", "下一句"],
  paragraphBack: ["Previous paragraph", "上一段", "上一段"],
  paragraphOn: ["Next paragraph", "下一段", "下一段"],
  speed: ["Speed", "倍速", "倍速"],
  chapters: ["Chapters", "章节", "章節"],
  more: ["More", "更多", "更多"],
  sleep: ["Sleep timer", "定时关闭", "定時關閉"],
  off: ["Off", "不限", "不限"],
  minutes: ["min", "分钟", "分鐘"],
  chapter: ["End of chapter", "本章结束", "本章結束"],
  episode: ["End of episode", "全文结束", "全文結束"],
  copy: ["Copy link at this moment", "复制此刻的链接", "複製此刻的連結"],
  copied: ["Link copied", "链接已复制", "連結已複製"],
  follow: ["Scroll along", "随朗读滚动", "隨朗讀捲動"],
  everywhere: ["Keys work on the whole page", "在整个页面使用快捷键", "在整個頁面使用快速鍵"],
  back: ["Back to the place", "回到朗读处", "回到朗讀處"],
  close: ["Close", "关闭", "關閉"],
  retry: ["Try again", "重试", "重試"],
  offline: ["There is no network connection.", "网络未连接。", "網路未連線。"],
  broken: ["The audio broke off while loading.", "音频加载中断。", "音訊載入中斷。"],
  missing: [
    "The audio is not there, or this browser can't play it.",
    "音频不存在，或此浏览器无法播放。",
    "音訊不存在，或此瀏覽器無法播放。",
  ],
};

const UNITS = [
  ["hour", "小时", "小時"],
  ["minute", "分", "分"],
  ["second", "秒", "秒"],
];

// 0 English, 1 simplified, 2 traditional.
function tongueOf(tag) {
  return /^zh/i.test(tag) ? (/hant|tw|hk|mo/i.test(tag) ? 2 : 1) : 0;
}

function parts(seconds) {
  const whole = Math.max(0, Math.floor(seconds || 0));
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
}

// 09:41, or 1:09:41.
function clock(seconds) {
  const [hours, ...others] = parts(seconds);
  const rest = others.map((n) => String(n).padStart(2, "0")).join(":");
  return hours ? `${hours}:${rest}` : rest;
}

// "9 minutes 41 seconds": what a screen reader says of a time.
function spoken(seconds, tongue) {
  const each = parts(seconds).map((n, i) => n + " " + UNITS[i][tongue] + (tongue || n === 1 ? "" : "s"));
  return each.filter((text) => text[0] !== "0").join(" ") || each[2];
}

// The seconds of `#t=75`, `#t=1:15` or `#t=1m15s`; NaN where a link has none.
function moment(hash) {
  const told = (/[#&]t=([\d:.hms]+)/i.exec(hash) || ["", "-"])[1].toLowerCase();
  const units = [...told.matchAll(/([\d.]+)([hms])/g)];
  if (units.length) return units.reduce((sum, [, n, unit]) => sum + n * { h: 3600, m: 60, s: 1 }[unit], 0);
  return told.split(":").reduce((sum, n) => sum * 60 + Number(n), 0);
}
