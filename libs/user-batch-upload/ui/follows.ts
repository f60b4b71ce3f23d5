import type { LitElement, ReactiveController } from 'lit';
import type { PageStore } from './page-store.js';

/** Renders an element again whenever the store changes, and keeps the focus in it. */
export class Follows implements ReactiveController {
  private store?: PageStore;

  constructor(private readonly host: LitElement & { store: PageStore }) {
    host.addController(this);
  }

  hostConnected(): void {
    this.store = this.host.store;
    this.store.focus.watch(this.host.renderRoot);
    this.store.addEventListener('change', this.update);
  }

  hostDisconnected(): void {
    this.store?.removeEventListener('change', this.update);
  }

  hostUpdated(): void {
    this.store?.focus.keep();
  }

  private readonly update = (): void => this.host.requestUpdate();
}
