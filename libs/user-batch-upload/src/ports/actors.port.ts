import type { Request } from 'express';

/** The acting admin, as the host knows them now. */
export interface Actor {
  organisationId: string;
  userId: string;
  name: string;
  /** Whether this person may use batch upload. If false, the answer is 403. */
  mayUpload: boolean;
}

/** Says who is acting. Sessions and tokens stay with the host. */
export abstract class Actors {
  /**
   * The actor of a request, or undefined if nobody is signed in (401). An open progress stream calls this again every
   * 2 seconds with its request, so that it ends with the session. So look up the session or token at each call: what a
   * guard has left on the request is as old as the request.
   */
  abstract fromRequest(request: Request): Promise<Actor | undefined>;

  /** The same person later, in a worker without a request. Undefined if they are deleted or no longer active. */
  abstract find(organisationId: string, userId: string): Promise<Actor | undefined>;
}
