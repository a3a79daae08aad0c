// What the player alone in a frame does beyond playing: tells the page around it how high it is, so that no menu is cut.
// A script of that page has to do it; docs/embed.md shows one. Without, the frame scrolls.
(() => {
  if (parent === window) return;

  const src = location.href.split("#")[0];
  let sent = 0;

  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === sent) return;
    sent = height;
    // A height is no secret, and who shows the frame is not known.
    parent.postMessage({ pagecast: "height", height, src }, "*");
    parent.postMessage(JSON.stringify({ context: "iframe.resize", height, src }), "*"); // as Embedly's readers want it
  };

  new ResizeObserver(tell).observe(document.body);
})();
