/** One column of a user that an update changed, as text. */
export interface Change {
  column: string;
  from: string;
  to: string;
}
