// The system's own controls: headphones, the lock screen, a car. Nearly all browsers have them.

const session = navigator.mediaSession || {};

function tellSession(player) {
  const [artist, album] = ["author", "show"].map((name) => player.getAttribute(name) || "");
  const src = player._picture;
  const artwork = /^http/.test(src) ? [{ src }] : []; // others are complained of
  const shown = { title: player.name || document.title, artist, album, artwork };
  session.metadata = window.MediaMetadata && new MediaMetadata(shown);
  const acts = {
    play: () => player.play(),
    pause: () => player.audio.pause(),
    seekto: (to) => player.seek(to.seekTime),
    seekbackward: (to) => player.seek(player.now - (to.seekOffset || 15)),
    seekforward: (to) => player.seek(player.now + (to.seekOffset || 30)),
    previoustrack: () => player._skipParagraph(-1),
    nexttrack: () => player._skipParagraph(1),
  };
  for (const name in acts) {
    // A browser throws at controls it does not have.
    try {
      session.setActionHandler(name, acts[name]);
    } catch {}
  }
}

function tellPosition(player) {
  const { duration, playbackRate, currentTime: position } = player.audio;
  if (active !== player || !isFinite(duration)) return;
  session.setPositionState?.({ duration, playbackRate, position: Math.min(position, duration) });
}
