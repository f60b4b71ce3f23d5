import type { LitElement, ReactiveController } from 'lit';
import { type Language, LANGUAGES } from '../src/texts/language.js';

/** The first of these language tags that the page knows, such as `de` for `de-AT`; else English. */
function firstKnown(tags: readonly string[]): Language {
  for (const tag of tags) {
    const primary = tag.split('-', 1)[0]?.toLowerCase();
    const known = LANGUAGES.find((language) => language === primary);
    if (known) return known;
  }
  return 'en';
}

/** The language in which the browser asks by itself, for example when a link is followed. */
export const browserLanguage = (): Language => firstKnown(navigator.languages);

/** The element's own `lang`, or that of the nearest ancestor that has one; else the browser's. */
export function languageOf(element: Element): Language {
  const lang = langAround(element);
  return lang ? firstKnown([lang]) : browserLanguage();
}

function langAround(element: Element): string | undefined {
  const near = element.closest<HTMLElement>('[lang]:not([lang=""])');
  if (near) return near.lang;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? langAround(root.host) : undefined;
}

/** Renders an element again whenever a `lang` changes that it may follow. */
export class FollowsLanguage implements ReactiveController {
  private readonly changes = new MutationObserver(() => this.host.requestUpdate());

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  hostConnected(): void {
    let root = this.host.getRootNode();
    this.watch(root);
    while (root instanceof ShadowRoot) {
      root = root.host.getRootNode();
      this.watch(root);
    }
  }

  hostDisconnected(): void {
    this.changes.disconnect();
  }

  private watch(root: Node): void {
    this.changes.observe(root, { subtree: true, attributes: true, attributeFilter: ['lang'] });
  }
}
