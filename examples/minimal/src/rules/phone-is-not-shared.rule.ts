import { EntityManager } from '@mikro-orm/core';
import {
  type CheckContext,
  RowRule,
  type RowRuleCheck,
  type RowUnderCheck,
} from 'user-batch-upload';
import { User } from '../entities.js';

/** Asks the database once for all rows. */
@RowRule()
export class PhoneIsNotShared implements RowRuleCheck {
  constructor(private readonly em: EntityManager) {}

  async check(rows: readonly RowUnderCheck[], { organisationId }: CheckContext): Promise<void> {
    const asking = rows.filter((row) => row.touches('Mobile Phone'));
    if (asking.length === 0) return;
    const phones = asking.map((row) => row.cell('Mobile Phone'));
    const users = await this.em.find(User, {
      organisation: Number(organisationId),
      mobilePhone: { $in: phones },
    });
    for (const row of asking) {
      const phone = row.cell('Mobile Phone');
      const holder = users.find(
        ({ id, mobilePhone }) => mobilePhone === phone && String(id) !== row.user?.id,
      );
      if (holder)
        row.report({
          column: 'Mobile Phone',
          code: 'PHONE_SHARED',
          message: `${holder.firstName} has the phone ${phone}. Enter another one, or leave the cell blank.`,
        });
    }
  }
}
