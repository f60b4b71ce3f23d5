/** An office of the organisation. A file names it in the column `Office`; names need not be unique. */
export interface Office {
  id: string;
  name: string;
}

/** The host's offices. */
export abstract class Offices {
  /** All offices of the organisation. The library calls it once for many rows, never for each row. */
  abstract findAll(organisationId: string): Promise<Office[]>;

  /** The word of this organisation for an office ("Location", "Branch" …). */
  abstract label(organisationId: string): Promise<string>;
}
