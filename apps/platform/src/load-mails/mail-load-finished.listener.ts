import { EntityManager } from '@mikro-orm/core';
import { Inject } from '@nestjs/common';
import { DurableListener, LoadFinished, UnrecoverableError } from 'user-batch-upload';
import type { Config } from '../config.js';
import { CONFIG } from '../config.module.js';
import { letter } from '../mail/letter.js';
import { Mailer, MailNotSent } from '../mail/mailer.js';
import { User } from '../users/user.entity.js';

/** Nobody watches the page until a load with more rows ends. */
const LARGE_ROWS = 1_000;

/** Mails the admin who pressed Finish when a large load is finished. */
@DurableListener(LoadFinished)
export class MailLoadFinished {
  constructor(
    private readonly em: EntityManager,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async handle({ eventId, organisationId, actorId, loadId, outcome }: LoadFinished): Promise<void> {
    const { created, updated, unchanged, skipped, conflict, failed } = outcome;
    const rows = created + updated + unchanged + skipped + conflict + failed;
    if (rows <= LARGE_ROWS) return;
    const admin = await this.em.findOne(User, { id: actorId, organisationId, status: 'ACTIVE' });
    if (!admin) return;
    try {
      await this.mailer.send({
        id: eventId,
        ...letter(admin, {
          subject: `Your load of ${rows} rows is finished`,
          before: `${created} users were created and ${updated} updated. ${unchanged} rows changed nothing, ${skipped} were not included, ${conflict} were in conflict and ${failed} failed. The report and each row's outcome are here:`,
          link: `${this.config.publicUrl}/settings/users/batch-upload/${loadId}`,
          label: 'Open the load',
          after: 'You get this mail because you finished this load.',
        }),
      });
    } catch (error) {
      if (error instanceof MailNotSent && error.isFinal)
        throw new UnrecoverableError(error.message, { cause: error });
      throw error;
    }
  }
}
