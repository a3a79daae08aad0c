"""Seeks in the audio in a browser, and waits until the position is reached."""

from __future__ import annotations

MOVED = """((audio, seconds) => new Promise((done, failed) => {
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done(audio.currentTime)));
  const look = () => (audio.seeking ? setTimeout(look, 10) : drawn());
  audio.addEventListener("seeked", look, { once: true });
  setTimeout(failed, 60000, new Error(`never at ${seconds} s: ${audio.error?.message ?? audio.readyState}`));
  audio.currentTime = seconds;
}))"""
"""A function of an `<audio>` and seconds that resolves once the position is reached and the page
painted."""

STUCK = """{
  const play = HTMLMediaElement.prototype.play;
  window.begun = 0;
  HTMLMediaElement.prototype.play = function () {
    if (++window.begun === 1) Object.defineProperty(this, "currentTime", { configurable: true, get: () => 0 });
    else delete this.currentTime;
    return play.call(this);
  };
}"""
"""An audio that reports playing but stands still until restarted, as WebKitGTK's sometimes does."""

HEARD_AT = f"""async (seconds) => {{
  const audio = document.querySelector("pagecast-player audio");
  audio.muted = true;
  await audio.play();
  audio.pause();
  await {MOVED}(audio, seconds);
  return [...(CSS.highlights.get("pagecast-sentence") || [])].map(String).join("");
}}"""
"""Play a page's player and pause it at that second; returns what is highlighted there, however late
it is read."""
