export interface Office {
  id: string;
  name: string;
}

export abstract class Offices {
  /** Every office of the organisation. Asked once for many rows, at most all of a file, never for each row. */
  abstract findAll(organisationId: string): Promise<Office[]>;

  /** What this organisation calls an office ("Location", "Branch" …). */
  abstract label(organisationId: string): Promise<string>;
}
