import type { LitElement, ReactiveController } from 'lit';
import { browserLanguage } from './language.js';
import type { PageStore } from './page-store.js';

/** Requests downloads for an element where a link would not send the host's headers or the page's language. */
export class Downloads implements ReactiveController {
  constructor(private readonly host: LitElement & { store: PageStore }) {
    host.addController(this);
  }

  hostConnected(): void {
    this.host.addEventListener('click', this.download);
  }

  hostDisconnected(): void {
    this.host.removeEventListener('click', this.download);
  }

  private readonly download = (event: MouseEvent): void => {
    const link = event
      .composedPath()
      .find((one) => one instanceof HTMLAnchorElement && one.hasAttribute('download'));
    const { store } = this.host;
    const isPlain = !store.api.headers && store.words.language === browserLanguage();
    if (isPlain || !(link instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    const retry = (): void => link.click();
    store.api
      .file(link.href)
      .then(save(link.href), (error: unknown) => store.fail({ about: 'load', error, retry }));
  };
}

/** Saves a file under the name of its address. */
const save =
  (address: string) =>
  (file: Blob): void => {
    const href = URL.createObjectURL(file);
    const download = new URL(address).pathname.split('/').at(-1) ?? '';
    Object.assign(document.createElement('a'), { href, download }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };
