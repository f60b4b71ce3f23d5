import type { Request } from 'express';

/** The admin who acts, as the host knows them now. */
export interface Actor {
  organisationId: string;
  userId: string;
  name: string;
  /** May this person use batch upload at all? False is answered with 403. */
  mayUpload: boolean;
}

/** Who is acting. The host's session or token stays the host's: we only ask. */
export abstract class Actors {
  /**
   * The actor of a request, or undefined where nobody is signed in (401). While a progress stream is open, its request is
   * asked about again every 2 seconds, so that the stream ends with the session.
   */
  abstract fromRequest(request: Request): Promise<Actor | undefined>;

  /** The same person later, in a worker without a request; undefined where they are gone or no longer active. */
  abstract find(organisationId: string, userId: string): Promise<Actor | undefined>;
}
