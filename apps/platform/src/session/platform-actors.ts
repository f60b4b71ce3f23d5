import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { type Actor, Actors } from 'user-batch-upload';
import { Sessions, type SignedInUser } from './sessions.js';

@Injectable()
export class PlatformActors extends Actors {
  constructor(private readonly sessions: Sessions) {
    super();
  }

  async fromRequest(request: Request): Promise<Actor | undefined> {
    const signedIn = await this.sessions.find(request);
    return signedIn && actorOf(signedIn);
  }

  async find(organisationId: string, userId: string): Promise<Actor | undefined> {
    const active = await this.sessions.activeUser(userId);
    return active?.organisationId === organisationId ? actorOf(active) : undefined;
  }
}

const actorOf = ({ id, organisationId, name, permissions }: SignedInUser): Actor => ({
  organisationId,
  userId: id,
  name,
  mayUpload: permissions.includes('batch-upload'),
});
