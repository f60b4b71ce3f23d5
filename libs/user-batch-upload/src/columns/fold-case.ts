import { composed } from './cell-length.js';

/** The form in which text is searched: case is ignored in every script (`ß` finds `SS`, `ς` finds `Σ`). */
export function fold(text: string): string {
  return composed(text).toLowerCase().toUpperCase();
}
