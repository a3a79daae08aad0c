// The system's own controls: headphones, the lock screen, a car. All browsers with popovers have them.

function tellSession(player) {
  const session = navigator.mediaSession;
  const [artist, album, artwork] = ["author", "show", "artwork"].map((name) => player.getAttribute(name) || "");
  const { href, protocol } = new URL(artwork, document.baseURI);
  const pictures = artwork && protocol.startsWith("http") ? [{ src: href }] : []; // others are complained of
  session.metadata = new MediaMetadata({ title: player.name || document.title, artist, album, artwork: pictures });
  const acts = {
    play: () => player.play(),
    pause: () => player.audio.pause(),
    seekto: (to) => player.seek(to.seekTime),
    seekbackward: (to) => player.seek(player.now - (to.seekOffset || 10)),
    seekforward: (to) => player.seek(player.now + (to.seekOffset || 10)),
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
  navigator.mediaSession.setPositionState({ duration, playbackRate, position: Math.min(position, duration) });
}
