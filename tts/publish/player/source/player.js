// The element: an <audio> of the page, and all that is done with it.

let active = null;

const sheet = (text) => {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
};

// How the place that is heard looks in the page.
const marks = sheet("");

// One plays at a time, in this page and in other frames and windows of the site.
let others = null;
try {
  others = new BroadcastChannel("pagecast");
  others.onmessage = ({ data }) => data !== TAB && active?.audio.pause();
} catch {}

// A click on these means something of its own.
const BUSY = "a,button,input,select,textarea,label,summary,video,audio,[contenteditable],[role=button],[onclick]";

class PagecastPlayer extends HTMLElement {
  connectedCallback() {
    // Beside a title there is no room for it: below their row there is.
    const { display, flexFlow } = getComputedStyle(this.parentElement || this);
    if (/flexrow/.test(display + flexFlow)) return this.parentElement.after(this);
    if (!(this.audio = this.querySelector("audio"))) return;
    if (!this.shadowRoot) this._begin();
    this._one(".float").showPopover?.(); // a page that moves the player has closed it
    this._found = this._closed = 0;
    // A page is laid out and painted before its text is looked for; a frame without the text says what it plays.
    if (this.hasAttribute("link")) this._findText();
    else (self.requestIdleCallback || setTimeout)(() => this._sentences);
    this._listen();
    if (this.audio.paused) this._readHash();
    this._refresh();
  }

  // Who is put elsewhere at once plays on; what stays out of the page is paused by the browser.
  disconnectedCallback() {
    this._end?.abort();
    if (active === this) show();
  }

  // --- set up --------------------------------------------------------------------------------------------------

  _begin() {
    this._say = wordsFor(this.closest("[lang]")?.lang);
    this.name = this.getAttribute("name") || "";
    this._told = JSON.parse(this.querySelector("script")?.textContent || "{}");
    this._chapters = (this._told.chapters || []).map(([start, title]) => ({ start: start / 1000, title }));
    this._guid = this.getAttribute("guid") || this.audio.src;
    // Before the page's address changes under it, as when another page comes into this one.
    this._picture = this.getAttribute("artwork");
    if (this._picture) this._picture = new URL(this._picture, document.baseURI).href;
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet(CSS_TEXT)];
    shadow.append(build(this));
    this._one = (selector) => shadow.querySelector(selector);
    this._all = (selector) => [...shadow.querySelectorAll(selector)];
    this._main = this._one(".main");
    this._range = this._one("[type=range]");
    this._spoken = this._one("[role=status]");
    this._follower = new Follower(() => this._float());
    openPanel(this, "");
    this._one("button.chapters").hidden = this._chapters.length < 2;
    this._one(".name").textContent = this.name;
    this._one(".download").href = this.audio.src;
    const code = this.querySelector("svg");
    this._one(".phone").hidden = !code;
    if (code) this._one(".code").prepend(code);
    this._fold(this.hasAttribute("slim"));
    this._setSpeed(recall().speed);
    this._wanted = episodes()[this._guid]?.at || undefined;
  }

  // Whoever wants them before the page is idle finds them then.
  get _sentences() {
    if (!this._found) this._findText();
    return this._found;
  }

  // The sentences by their marks, else by their texts. A page may hold several articles.
  _findText() {
    const only = document.querySelectorAll("pagecast-player").length === 1;
    const named = this.getAttribute("root") && document.querySelector(this.getAttribute("root"));
    const root = named || (only ? document.body : this.closest("article")) || this;
    let found = (this._found = readMarks(root));
    if (!found.length) {
      found = this._found = readData(this._told.chunks || []);
      if (locate(found, root) * 2 < found.length && only) locate(found, document.body);
    }
    this._bare = !found.some((sentence) => sentence._span || sentence._place);
    this._one(".title").textContent = (this._bare && this.name) || this._say.listen;
    this._one(".steps").hidden = !found.length;
    this._draw();
  }

  // A link's moment, or its sentence, goes before the place where the reader left.
  _readHash() {
    const { hash } = location;
    const named = hash && this._sentences.find((s) => `#${s._span?.id}` === hash);
    const seconds = named?.start ?? moment(hash);
    if (!(seconds >= 0) || document.querySelector("pagecast-player") !== this) return;
    if (!active) this._index = -1; // the place that was kept may be in the same sentence, and is not lit
    active ||= this;
    this.seek(seconds);
    if (this._place) this._follower._bring(this._place);
  }

  _listen() {
    this._end = new AbortController();
    const { signal } = this._end;
    const on = (target, types, act, options) => {
      for (const type of types.split(" ")) target.addEventListener(type, act, { signal, ...options });
    };
    this._listenToAudio(on);
    this._listenToControls(on);
    this._listenToPage(on, signal);
    this._follower._listen(on);
    if (this.audio.error) this._fail();
    if (this.audio.readyState) this._loaded();
    if (this.audio.paused) return;
    this._started(); // with an audio that plays already
    this._paint();
  }

  _listenToAudio(on) {
    const { audio } = this;
    on(audio, "loadedmetadata", () => this._loaded());
    on(audio, "play", () => this._started());
    on(audio, "pause", () => this._keep() || this._emit("pause"));
    on(audio, "ended", () => this._finished()); // before it is painted
    on(audio, "play pause ended", () => this._paint());
    on(audio, "timeupdate", () => this._heard());
    on(audio, "seeked durationchange", () => this._draw());
    on(audio, "seeking", () => this._sleepAt && this._setSleep(this._one("select.sleep").value));
    on(audio, "ratechange", () => SPEEDS.includes(audio.playbackRate) && this._setSpeed(audio.playbackRate));
    on(audio, "waiting", () => this._busy(true));
    on(audio, "playing canplay pause error", () => this._busy(false));
    on(audio, "playing", () => this._move());
    on(audio, "error", () => this._fail());
    on(audio, "loadedmetadata seeked play pause ratechange", () => tellPosition(this));
    on(window, "online", () => this._failed && this.audio.load());
  }

  _listenToControls(on) {
    for (const each of this._all("button:not(.goto)")) {
      const [, , act] = ACTS.find(([, name]) => name === each.className);
      on(each, "click", () => act(this));
    }
    on(this._one("select.speed"), "change", (e) => this._setSpeed(e.target.value));
    on(this._one("select.sleep"), "change", (e) => this._setSleep(e.target.value));
    on(this._one(".panel.chapters"), "keydown", walk);
    this._all(".goto").forEach((each, i) => on(each, "click", () => this._goTo(this._chapters[i], true)));
    for (const box of this._all("[type=checkbox]")) on(box, "change", () => remember({ [box.name]: box.checked }));
    on(this._range, "input", () => this._drag());
    on(this._range, "change", () => this._drop());
    on(this._range, "focus", () => this._speakPosition());
  }

  _listenToPage(on, signal) {
    on(document, "keydown", (e) => this._key(e));
    on(document, "click", (e) => this._clicked(e));
    on(window, "hashchange", () => this._readHash());
    on(window, "pagehide visibilitychange", () => this._keep());
    // The colour of text changes with every theme, whatever turns it; the ground may take its time.
    on(this._main, "transitionend", (e) => {
      if (e.target !== this._main) return;
      this._refresh();
      setTimeout(() => this._refresh(), 700);
    });
    const sight = new IntersectionObserver(([entry]) => {
      this._away = !entry.isIntersecting;
      this._closed &&= this._away;
      this._float();
    });
    sight.observe(this._main);
    signal.onabort = () => sight.disconnect();
  }

  // --- playing -------------------------------------------------------------------------------------------------

  // As lists and the feed name it; decoders add some milliseconds, or leave them out.
  get duration() {
    const { duration } = this.audio;
    const stated = (this.getAttribute("duration") || 0) / 1000;
    return isFinite(duration) && !(stated && Math.abs(duration - stated) < 1) ? duration : stated;
  }

  get now() {
    return this._wanted ?? this.audio.currentTime;
  }

  toggle() {
    if (this.audio.paused) this.play();
    else this.audio.pause();
  }

  // Where the browser does not let it start, or it can't be had, another event tells.
  play() {
    if (this._failed) this.audio.load();
    this._follower._on = true;
    this.audio.play().catch(() => this._paint());
  }

  // WebKitGTK says that it plays and may stand still where the speed is not 1, until it is begun again.
  _move() {
    const { audio, now } = this;
    this._tell("");
    setTimeout(() => {
      if (audio.paused || Math.abs(this.now - now) > 0.1) return;
      audio.pause();
      this.play();
    }, 1000);
  }

  _started() {
    this._fold(false);
    if (active?.audio !== this.audio) active?.audio.pause();
    active = this;
    this._index = -1;
    if (this._sleepLeft() < 1) this._setSleep(""); // it ran out in silence
    others?.postMessage(TAB);
    this._refresh();
    tellSession(this);
    this._emit("play");
    this._loop();
  }

  // Whoever shows what was heard, or what comes next, listens for these; `detail.asleep` where the timer ended it.
  _emit(name, detail) {
    const place = { guid: this._guid, at: this.now, of: this.duration, ...detail };
    this.dispatchEvent(new CustomEvent(`pagecast:${name}`, { bubbles: true, detail: place }));
  }

  _paint() {
    const on = !this.audio.paused;
    this._main.classList.toggle("on", on);
    for (const each of this._all("button.play")) {
      const name = this._say[on ? "pause" : "play"];
      each.setAttribute("aria-label", name);
      each.title = `${name}  k`;
    }
    if (active === this) session.playbackState = on ? "playing" : "paused";
    this._speakPosition();
    this._float();
  }

  _finished() {
    const asleep = Boolean(this._sleepAt);
    const kept = keepPlace(this._guid, 0, this.duration, true);
    this._setSleep("");
    this._index = -1;
    this._place = show();
    this._emit("progress", kept);
    this._emit("ended", { asleep });
  }

  // What is seen goes by frames; timeupdate comes only four times a second.
  _loop() {
    cancelAnimationFrame(this._frame);
    this._draw();
    if (!this.audio.paused) this._frame = requestAnimationFrame(() => this._loop());
  }

  // Goes on in the background, where no frames are drawn.
  _heard() {
    if (this.audio.paused || this.audio.seeking) return;
    this._draw();
    const left = this._sleepLeft();
    if (left < 0.15) {
      this.audio.pause();
      this._setSleep("");
    }
    if (!(Date.now() - this._kept < 4000)) this._keep();
  }

  _keep() {
    this._kept = Date.now();
    if (active !== this || !(this.now > 1) || this.audio.ended) return;
    const left = this.duration - this.now;
    const heard = left < Math.min(15, this.duration / 50); // who leaves in the last words has heard it
    this._emit("progress", keepPlace(this._guid, heard ? 0 : this.now, this.duration, heard));
  }

  _loaded() {
    const { audio, _wanted: wanted } = this;
    this._wanted = undefined;
    if (wanted < audio.duration - 1 && !audio.currentTime) audio.currentTime = wanted;
    audio.playbackRate = this._speed;
    this._tell("");
    this._draw();
  }

  seek(seconds) {
    const to = Math.min(Math.max(0, seconds), this.duration || seconds);
    if (this.audio.readyState) this.audio.currentTime = to;
    else this._wanted = to;
    this._draw();
    this._speakPosition();
  }

  _busy(yes) {
    clearTimeout(this._waiting);
    const set = () => {
      this._main.classList.toggle("busy", yes);
      if (yes && !navigator.onLine) this._fail();
    };
    this._waiting = setTimeout(set, yes ? 700 : 0);
  }

  // --- what is seen of the present moment ----------------------------------------------------------------------

  _draw() {
    const { now, duration } = this;
    if (!this._dragging) this._drawClock(now, duration);
    const index = now > 0 ? heardAt(this._sentences, now) : -1;
    const sentence = index < 0 ? null : this._sentences[index];
    const word = sentence?._words.find((w) => now * 1000 + 30 < w[1]);
    if ((index === this._index && word === this._word) || this.audio.ended) return;
    const moved = index !== this._index;
    [this._index, this._word] = [index, word];
    if (active === this) this._mark(sentence, word, moved);
    if (this._bare) this._one(".caption").textContent = sentence?.text || "";
  }

  // A page that writes itself anew loses the places: they are looked for again, but not all the time.
  _mark(sentence, word, moved) {
    this._place = show(sentence, word);
    if (!this._place && sentence?._place && !(Date.now() - this._sought < 3000)) {
      this._sought = Date.now();
      locate(this._sentences, document.body);
      this._place = show(sentence, word);
    }
    if (moved && this._place) this._tint();
    if (moved && !this.audio.paused) this._follower._follow(this._place);
    this._float();
  }

  _drawClock(now, duration) {
    const second = Math.floor(now);
    this._style("--at", `${(100 * now) / (duration || 1)}%`);
    if (second === this._second && duration === this._length) return;
    [this._second, this._length] = [second, duration];
    this._range.max = Math.floor(duration) || 1;
    this._range.value = second;
    this._writeClock(now, duration);
    this._all(".ticks i").forEach((tick, i) => {
      tick.style.left = `${(100 * this._chapters[i + 1].start) / (duration || 1)}%`;
    });
    this._drawSub(now);
    if (this.audio.paused) this._speakPosition();
  }

  _drawSub(now) {
    const at = heardAt(this._chapters, now);
    const left = this._sleepLeft();
    const author = this._bare && this.getAttribute("author");
    const chapter = at > 0 && this._chapters[at].title;
    const length = this._say.unit(Math.round(this.duration / 60) || 1, "minute");
    const subtitle = [left < Infinity && `☾ ${clock(left)}`, chapter || author, length];
    this._one(".sub").textContent = subtitle.filter(Boolean).join(" · ");
    this._one("label.sleep").classList.toggle("set", left < Infinity);
    markChapter(this, at);
  }

  _writeClock(now, duration) {
    this._one(".now").textContent = clock(now);
    for (const each of this._all(".left")) each.textContent = `−${clock(Math.floor(duration) - Math.floor(now))}`;
  }

  _refresh() {
    const colors = palette(this._spoken, this, this.closest("article,main") || document.body);
    for (const name in colors) this._style(`--${name}`, css(colors[name]));
    this._tint();
  }

  // The colours of what is heard, for the ground that it stands on.
  _tint() {
    const at = this._place?.startContainer.parentElement;
    if (active !== this || !at) return;
    const [sentence, word] = markOf(this._spoken, at);
    marks.replaceSync(
      `::highlight(pagecast-sentence){${sentence}}::highlight(pagecast-word){${word}}.pagecast-sentence{${sentence}}${PAGE_CSS}`,
    );
  }

  // Between the row and the whole player, where a page has asked for the row.
  _fold(yes) {
    this._folded = yes;
    this._main.classList.toggle("folded", yes);
    this._one(".unfold").ariaExpanded = !yes;
    if (yes && this._panel) openPanel(this, "");
    const art = this._one(".art");
    if (yes || art.src || !this._picture) return;
    art.hidden = false; // it has its room before it is there
    art.onerror = () => (art.hidden = true);
    art.src = this._picture;
  }

  _style(name, value) {
    this._main.style.setProperty(name, value);
  }

  // What floats: the bar, while the player is out of sight, and the way back, while the place is.
  _float() {
    const begun = active === this && this.now > 0;
    this._one(".bar").hidden = !begun || !this._away || this._closed || !this.hasAttribute("sticky");
    const led = this._follower._on && !reduced.matches;
    const side = begun && !led ? sideOf(this._place) : 0;
    this._one("button.back").hidden = !side;
    this._one(".float").classList.toggle("up", side < 0);
  }

  _goBack() {
    this._follower._on = true;
    this._follower._bring(this._place);
    this._float();
  }

  // --- going elsewhere -----------------------------------------------------------------------------------------

  _drag() {
    this._dragging = true;
    const seconds = Number(this._range.value);
    this._style("--at", `${(100 * seconds) / this._range.max}%`);
    this._writeClock(seconds, this.duration);
    this._speakPosition(seconds);
  }

  _drop() {
    this._dragging = false;
    this._second = -1;
    this.seek(Number(this._range.value));
  }

  // A little behind its beginning, so that rounding can't fall into the one before.
  _goTo(sentence, play) {
    if (!sentence) return;
    this._follower._on = true;
    this.seek(sentence.start + 0.005);
    if (play) this.play();
  }

  _skipSentence(step) {
    this._skip(this._sentences, step);
  }

  _skipParagraph(step) {
    this._skip(this._sentences.filter((s, i, all) => s.chunk !== all[i - 1]?.chunk), step);
  }

  // Back goes to the beginning of this one first, once it is under way.
  _skip(all, step) {
    const i = heardAt(all, this.now);
    const begun = step < 0 && this.now - all[i]?.start > 1.5;
    this._goTo(all[begun ? i : Math.max(0, i + step)]);
  }

  _faster(step) {
    this._setSpeed(SPEEDS[SPEEDS.indexOf(this._speed) + step] || this._speed);
    this._status(`${this._say.speed} ${this._speed}×`);
  }

  _setSpeed(value) {
    const speed = SPEEDS.find((each) => each == value) || 1;
    this.audio.defaultPlaybackRate = this.audio.playbackRate = speed;
    this._one("select.speed").value = speed;
    if (this._speed && this._speed !== speed) remember({ speed });
    this._speed = speed;
  }

  // One click, after the reader began to listen; on our own pages, which are there to be heard, also before. A second
  // click selects a word, and a drag a passage: both are left to the browser.
  _clicked(event) {
    clearTimeout(this._clicking);
    const { target, detail, clientX, clientY } = event;
    const other = event.button || detail > 1 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    if (other || event.defaultPrevented || !target.closest || target.closest(BUSY)) return;
    const sentence = sentenceAt(this._sentences, clientX, clientY, target);
    if (!sentence || !(sentence._span || active === this)) return;
    this._clicking = setTimeout(() => getSelection().isCollapsed && this._goTo(sentence, true), 250);
  }

  // --- sleep ---------------------------------------------------------------------------------------------------

  _setSleep(value) {
    const next = this._chapters[heardAt(this._chapters, this.now) + 1];
    this._sleepAt = { chapter: next?.start ?? this.duration, episode: this.duration }[value];
    this._sleepBy = value > 0 ? Date.now() + value * 60000 : 0;
    this._one("select.sleep").value = value;
    this._second = -1;
    this._draw();
  }

  // Seconds until the sound stops by itself.
  _sleepLeft() {
    if (this._sleepBy) return (this._sleepBy - Date.now()) / 1000;
    return this._sleepAt ? (this._sleepAt - this.now) / this._speed : Infinity;
  }

  // --- words ---------------------------------------------------------------------------------------------------

  _speakPosition(seconds = this.now) {
    const chapter = this._chapters[1] && this._chapters[heardAt(this._chapters, seconds)]?.title;
    const text = spoken(seconds, this._say) + this._say.of + spoken(this.duration, this._say);
    this._range.setAttribute("aria-valuetext", chapter ? `${text}, ${chapter}` : text);
  }

  _status(text) {
    this._spoken.textContent = text;
  }

  _tell(text, ...more) {
    this._failed = Boolean(text);
    this._one(".message").replaceChildren(text, ...more);
  }

  _fail() {
    this._wanted ??= this.audio.currentTime;
    const why = this.audio.error?.code === 4 ? "missing" : "broken";
    const again = h("button", { onclick: () => this.play() }, this._say.retry);
    this._tell(this._say[navigator.onLine ? why : "offline"], again);
    this._paint();
  }

  // --- keys ----------------------------------------------------------------------------------------------------

  // Here, and where the focus is on nothing for the player that was used last. What a control does with a key stays.
  _key(event) {
    const path = event.composedPath();
    const [target] = path;
    const here = path.includes(this);
    const nowhere = target === document.body && active === this && recall().everywhere !== false;
    if (here && event.key === "Escape" && this._panel) {
      this._one(`button.${this._panel}`).focus();
      return openPanel(this, "");
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(here || nowhere)) return;
    if (target.matches("select,.address") || (event.key === " " && target.matches("button,a,[type=checkbox]"))) return;
    const key = KEY_NAMES[event.key] || event.key.toLowerCase();
    const [, , act] = ACTS.find(([keys]) => keys.split(" ").includes(key)) || [];
    if (!act) return;
    event.preventDefault();
    act(this, key);
  }
}

// A browser of before 2023 keeps the player it has: nothing is lost but the comfort.
if (document.adoptedStyleSheets && !customElements.get("pagecast-player")) {
  document.adoptedStyleSheets.push(marks);
  customElements.define("pagecast-player", PagecastPlayer);
}
