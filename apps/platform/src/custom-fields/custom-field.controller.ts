import { EntityManager } from '@mikro-orm/core';
import { Body, Get, Post, Query } from '@nestjs/common';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  Length,
} from 'class-validator';
import { randomUUID } from 'node:crypto';
import { type CustomFieldKind, labelCollision, Refusal } from 'user-batch-upload';
import { offsetOf, PageRequest } from '../paging.js';
import type { SignedInUser } from '../session/sessions.js';
import { Me, SettingsController, SignedIn } from '../session/signed-in.guard.js';
import { CustomFieldEntity } from './custom-field.entity.js';

const KINDS: CustomFieldKind[] = ['TEXT', 'NUMBER', 'DATE', 'YES_NO', 'LIST'];

export class CustomFieldRequest {
  @IsString()
  @Length(1, 100)
  label!: string;

  @IsIn(KINDS)
  kind!: CustomFieldKind;

  @IsOptional()
  @ArrayMaxSize(500)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 254, { each: true })
  options?: string[];

  @IsOptional()
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
const clean = (text: string) => text.trim().normalize('NFC');

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
  async create(@Me() { organisationId }: SignedInUser, @Body() request: CustomFieldRequest) {
    const label = clean(request.label);
    const options = (request.options ?? []).map(clean);
    const others = await this.em.find(CustomFieldEntity, { organisationId });
    const taken = labelCollision(
      label,
      others.map((field) => field.label),
    );
    if (label === '' || taken !== undefined)
      throw new Refusal(
        'LABEL_TAKEN',
        `The label “${label}” collides with “${taken ?? ''}”. Choose another one.`,
        [],
        409,
      );
    if ((request.kind === 'LIST') !== options.length > 0 || options.includes(''))
      throw new Refusal(
        'VALIDATION',
        'A LIST needs options, each with text; the other kinds have none.',
      );
    const field = this.em.create(CustomFieldEntity, {
      id: randomUUID(),
      organisationId,
      position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
      label,
      kind: request.kind,
      options,
      required: request.required ?? false,
    });
    await this.em.flush();
    return show(field);
  }
}
