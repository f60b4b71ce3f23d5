import { LitElement } from 'lit';

/** A page in the light DOM, so that the platform's stylesheet applies. */
export class PageElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
