import { EntityManager, LockMode } from '@mikro-orm/core';
import { Body, Get, Post, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsBoolean, IsIn } from 'class-validator';
import { randomUUID } from 'node:crypto';
import { type CustomFieldKind, labelCollision, Refusal } from 'user-batch-upload';
import { Organisation } from '../organisations/organisation.entity.js';
import { offsetOf, PageRequest } from '../paging.js';
import { MayBeLeftOut, Text } from '../request-fields.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { CustomFieldEntity } from './custom-field.entity.js';

const KINDS: CustomFieldKind[] = ['TEXT', 'NUMBER', 'DATE', 'YES_NO', 'LIST'];

export class CustomFieldRequest {
  @Text({ least: 1, most: 100 })
  label!: string;

  @ApiProperty({ enum: KINDS })
  @IsIn(KINDS)
  kind!: CustomFieldKind;

  /** What a LIST lets choose from; the other kinds have none. */
  @ArrayMaxSize(500)
  @ArrayUnique()
  @Text({ least: 1, each: true, optional: true })
  options?: string[];

  @ApiProperty({ required: false, default: false })
  @MayBeLeftOut()
  @IsBoolean()
  required?: boolean;
}

const show = ({ id, label, kind, options, required }: CustomFieldEntity) => ({
  id,
  label,
  kind,
  options,
  required,
});

@SettingsController('custom-fields')
export class CustomFieldController {
  constructor(private readonly em: EntityManager) {}

  @Get()
  async list(@Me() { organisationId }: SignedInUser, @Query() page: PageRequest) {
    const [fields, total] = await this.em.findAndCount(
      CustomFieldEntity,
      { organisationId },
      { orderBy: { position: 'asc' }, ...offsetOf(page) },
    );
    return { items: fields.map(show), total, ...page };
  }

  @Post()
  @SignedIn('administer')
  async create(
    @Me() { organisationId }: SignedInUser,
    @Body() { label, kind, options = [], required = false }: CustomFieldRequest,
  ) {
    if ((kind === 'LIST') !== options.length > 0)
      throw new Refusal('VALIDATION', 'A LIST needs options; the other kinds have none.');
    return this.em.transactional(async (em) => {
      // Two fields made at once must not get the same label: a template has each column once.
      await em.findOneOrFail(Organisation, organisationId, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
      });
      const others = await em.find(CustomFieldEntity, { organisationId });
      const taken = labelCollision(
        label,
        others.map((field) => field.label),
      );
      if (taken !== undefined)
        throw new Refusal(
          'LABEL_TAKEN',
          `The label “${label}” collides with “${taken}”. Choose another one.`,
          [],
          409,
        );
      const field = em.create(CustomFieldEntity, {
        id: randomUUID(),
        organisationId,
        position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
        label,
        kind,
        options,
        required,
      });
      await em.flush();
      return show(field);
    });
  }
}
