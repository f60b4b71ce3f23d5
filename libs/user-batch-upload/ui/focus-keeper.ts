/**
 * Keeps the focus from falling to the body. If the focused element is removed or disabled, the focus moves to the
 * nearest element around it with `tabindex="-1"`, or to the heading.
 */
export class FocusKeeper {
  /** The last focused element and its ancestors. */
  private path: Node[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly heading: () => HTMLElement | null,
  ) {}

  /** Focus events within one shadow root do not leave it, so each root has its own listener. */
  watch(renderRoot: EventTarget): void {
    renderRoot.addEventListener('focusin', this.note);
  }

  /** Call after each change of the rendered content. */
  keep(): void {
    const [last] = this.path;
    if (!(last instanceof HTMLElement)) return;
    if (last.isConnected && !last.matches(':disabled')) return;
    const { activeElement } = document;
    const isElsewhere = activeElement && activeElement !== document.body && !isFocused(last);
    if (isElsewhere) return;
    const around = this.path.find(
      (node): node is HTMLElement =>
        node instanceof HTMLElement && node.isConnected && node.matches('[tabindex="-1"]'),
    );
    (around ?? this.heading())?.focus({ preventScroll: true });
  }

  private readonly note = (event: Event): void => {
    this.path = [];
    let node: Node | null | undefined = event.composedPath()[0] as Node;
    while (node && node !== this.root) {
      this.path.push(node);
      node = node instanceof ShadowRoot ? node.host : node.parentNode;
    }
  };
}

function isFocused(element: HTMLElement): boolean {
  const tree = element.getRootNode();
  return tree instanceof ShadowRoot && tree.activeElement === element;
}
