/**
 * What the benchmark of the window runs inside its page. Each function is handed over as its source: it may use nothing
 * but its argument and the page.
 */

/** Begins to note the time from frame to frame, milliseconds; `endFrames` gives them. */
export function beginFrames() {
  const frames = [];
  let last;
  const tick = (now) => {
    if (last !== undefined) frames.push(now - last);
    last = now;
    if (window.benchFrames === frames) requestAnimationFrame(tick);
  };
  window.benchFrames = frames;
  requestAnimationFrame(tick);
}

export function endFrames() {
  const frames = window.benchFrames;
  window.benchFrames = undefined;
  return frames;
}

/**
 * Notes how long every pointer event of a kind takes from when it happened to when the frame that shows its effect has
 * been handed over: the first frame after a canvas was drawn anew because of it.
 */
export function watchAnswers() {
  const prototype = CanvasRenderingContext2D.prototype;
  const clear = prototype.clearRect;
  let drawn = 0;
  // Every drawing in the window begins by clearing its canvas.
  prototype.clearRect = function (...area) {
    drawn = performance.now();
    return clear.apply(this, area);
  };
  window.benchAnswers = [];
  const PATIENCE = 2000;
  const answer = (event) => {
    const happened = event.timeStamp;
    const look = () => {
      if (drawn < happened && performance.now() - happened < PATIENCE) return requestAnimationFrame(look);
      // A task behind the frame runs when style, layout and painting of the frame are done.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.benchAnswers.push({ kind: event.type, millis: performance.now() - happened });
      port2.postMessage(undefined);
    };
    requestAnimationFrame(look);
  };
  for (const kind of ['pointermove', 'pointerup', 'wheel'])
    window.addEventListener(kind, answer, { capture: true, passive: true });
}

/** The answers since the last call, for events of one kind, milliseconds. */
export function takeAnswers(kind) {
  const found = window.benchAnswers.filter((answer) => answer.kind === kind).map(({ millis }) => millis);
  window.benchAnswers = [];
  return found;
}

/** Milliseconds since 1970 at which the largest text or picture so far was painted, once nothing larger came. */
export function largestPaint() {
  return new Promise((resolve) => {
    new PerformanceObserver((list, observer) => {
      observer.disconnect();
      resolve(performance.timeOrigin + list.getEntries().at(-1).startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}

/**
 * Changes the size of a grid back and forth, so that it is drawn anew each time. Milliseconds for each drawing: `script`
 * for the commands, `frame` until the frame that shows it has been handed over.
 */
export async function redrawGrid({ testId, times }) {
  const element = document.querySelector(`[data-testid="${testId}"]`);
  const picture = element.querySelector('canvas');
  const prototype = CanvasRenderingContext2D.prototype;
  const clear = prototype.clearRect;
  const width = element.clientWidth;
  const after = (run) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = run;
    port2.postMessage(undefined);
  };
  const drawn = () =>
    new Promise((resolve) => {
      prototype.clearRect = function (...area) {
        if (this.canvas === picture) {
          const begun = performance.now();
          const times = {};
          after(() => (times.script = performance.now() - begun));
          requestAnimationFrame(() => after(() => resolve({ ...times, frame: performance.now() - begun })));
        }
        return clear.apply(this, area);
      };
    });
  const found = [];
  for (let i = 0; i < times; i++) {
    const next = drawn();
    element.style.maxWidth = `${width - (i % 2 === 0 ? 8 : 0)}px`;
    found.push(await next);
    prototype.clearRect = clear;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  element.style.maxWidth = '';
  return found;
}
