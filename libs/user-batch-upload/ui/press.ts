/** Where a press opens a list of the browser, nothing tells that it is over. */
const LONGEST_PRESS_MS = 1_000;

/**
 * Resolves when the mouse is no longer pressed, before its click. What moves away during a press does not get the
 * click.
 */
export function pressIsOver(): Promise<void> {
  if (!document.documentElement.matches(':active')) return Promise.resolve();
  const over = new AbortController();
  return new Promise((resolve) => {
    const end = () => {
      over.abort();
      resolve();
    };
    for (const type of ['mouseup', 'dragend'])
      window.addEventListener(type, end, { capture: true, signal: over.signal });
    const timeout = setTimeout(end, LONGEST_PRESS_MS);
    over.signal.addEventListener('abort', () => clearTimeout(timeout));
  });
}
