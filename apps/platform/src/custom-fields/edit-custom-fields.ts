import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { type CustomFieldKind, labelCollision, Refusal } from 'user-batch-upload';
import { isPostgresql } from '../database/is-postgresql.js';
import { notFound } from '../not-found.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { CustomFieldEntity } from './custom-field.entity.js';
import type { CustomFieldChanges, CustomFieldRequest } from './custom-field.requests.js';

/** Creates, changes and deletes custom fields. One edit at a time per organisation keeps labels unique. */
@Injectable()
export class EditCustomFields {
  constructor(private readonly em: EntityManager) {}

  create(
    organisationId: string,
    { label, kind, options = [], required = false }: CustomFieldRequest,
  ): Promise<CustomFieldEntity> {
    refuseOptions(kind, options);
    return this.inTurn(organisationId, async ({ officeLabel }, fields) => {
      refuseLabel(label, fields, officeLabel);
      const field = this.em.create(CustomFieldEntity, {
        id: randomUUID(),
        organisationId,
        position: Math.max(-1, ...fields.map(({ position }) => position)) + 1,
        label,
        kind,
        options,
        required,
      });
      await this.em.flush();
      return field;
    });
  }

  /** Users keep a removed option. */
  change(
    organisationId: string,
    id: string,
    { label, options, required }: CustomFieldChanges,
  ): Promise<CustomFieldEntity> {
    return this.inTurn(organisationId, async ({ officeLabel }, fields) => {
      const field = find(fields, id);
      if (label !== undefined && label !== field.label)
        refuseLabel(
          label,
          fields.filter((one) => one !== field),
          officeLabel,
        );
      if (options !== undefined) refuseOptions(field.kind, options);
      field.label = label ?? field.label;
      field.options = options ?? field.options;
      field.required = required ?? field.required;
      await this.em.flush();
      return field;
    });
  }

  /** Deletes the field and the values that users have for it. */
  remove(organisationId: string, id: string): Promise<void> {
    return this.inTurn(organisationId, async (_organisation, fields) => {
      await this.em.remove(find(fields, id)).flush();
      const [has, rest] = isPostgresql(this.em)
        ? [`jsonb_exists(custom_fields, ?)`, `custom_fields - ?`]
        : [`json_type(custom_fields, ?) is not null`, `json_remove(custom_fields, ?)`];
      const key = isPostgresql(this.em) ? id : `$."${id}"`;
      await (this.em as SqlEntityManager).execute(
        `update app_user set custom_fields = ${rest} where organisation_id = ? and ${has}`,
        [key, organisationId, key],
      );
    });
  }

  private inTurn<Result>(
    organisationId: string,
    edit: (organisation: Organisation, fields: CustomFieldEntity[]) => Promise<Result>,
  ): Promise<Result> {
    return this.em.transactional(async () => {
      const organisation = await this.em.findOneOrFail(Organisation, organisationId, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      return edit(organisation, await this.em.find(CustomFieldEntity, { organisationId }));
    });
  }
}

function find(fields: CustomFieldEntity[], id: string): CustomFieldEntity {
  const field = fields.find((one) => one.id === id);
  if (!field) throw notFound('custom field');
  return field;
}

function refuseOptions(kind: CustomFieldKind, options: string[]): void {
  if ((kind === 'LIST') !== options.length > 0)
    throw new Refusal('VALIDATION', 'A LIST needs options; the other kinds have none.');
}

function refuseLabel(
  label: string,
  others: readonly { label: string }[],
  officeLabel: string,
): void {
  const taken = labelCollision(
    label,
    others.map((field) => field.label),
    officeLabel,
  );
  if (taken !== undefined)
    throw new Refusal(
      'LABEL_TAKEN',
      `The label “${label}” collides with “${taken}”. Choose another one.`,
      [],
      409,
    );
}
