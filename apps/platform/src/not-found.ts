import { Refusal } from 'user-batch-upload';

/** The answer for something that does not exist or belongs to another organisation. */
export const notFound = (what: string): Refusal =>
  new Refusal('NOT_FOUND', `There is no such ${what}.`, [], 404);
