import { Injectable } from '@nestjs/common';
import type { LoadRecord } from '../load/load.js';
import { Actors } from '../ports/actors.port.js';
import { Roles } from '../ports/roles.port.js';
import { CheckChunk, checkedLoad } from './check-chunk.js';
import type { CheckScope } from './row-plan.js';

/** The scope of a load. */
export interface LoadScope extends CheckScope {
  /** Whether the actor may give the load's role. */
  mayGiveRole: boolean;
}

/** How long a scope is reused, in milliseconds. A chunk takes a fraction of it. */
const FRESH_MS = 1_000;

/** Asks the host for the scope of a load once a second, not once for each chunk. */
@Injectable()
export class CheckScopes {
  private readonly asked = new Map<
    string,
    { at: number; answer: Promise<LoadScope | undefined> }
  >();

  constructor(
    private readonly actors: Actors,
    private readonly roles: Roles,
    private readonly checkChunk: CheckChunk,
  ) {}

  /** Undefined if the actor may no longer upload. */
  scopeFor(load: LoadRecord, actorId: string): Promise<LoadScope | undefined> {
    const now = performance.now();
    for (const [key, { at }] of this.asked) if (now - at > FRESH_MS) this.asked.delete(key);
    const key = `${load.id} ${actorId}`;
    const asked = this.asked.get(key) ?? { at: now, answer: this.ask(load, actorId) };
    this.asked.set(key, asked);
    asked.answer.catch(() => this.asked.delete(key));
    return asked.answer;
  }

  private async ask(load: LoadRecord, actorId: string): Promise<LoadScope | undefined> {
    const [actor, organisation] = await Promise.all([
      this.actors.find(load.organisation_id, actorId),
      this.checkChunk.organisation(load.organisation_id),
    ]);
    if (!actor?.mayUpload) return undefined;
    const grantable = await this.roles.findGrantable(actor);
    const mayGiveRole = grantable.some(({ id }) => id === load.role_id);
    return { ...organisation, ...checkedLoad(load), actor, mayGiveRole };
  }
}
