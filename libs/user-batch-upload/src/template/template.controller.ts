import { Get, Header, Res, StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { CurrentActor } from '../http/actor.guard.js';
import { RequestLanguage, tellLanguage } from '../http/request-language.js';
import type { Actor } from '../ports/actors.port.js';
import { type CustomFieldKind, CustomFields } from '../ports/custom-fields.port.js';
import { Offices } from '../ports/offices.port.js';
import { Roles } from '../ports/roles.port.js';
import type { Language } from '../texts/language.js';
import { Options } from '../user-batch-upload.options.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { columnsOf, REQUIRED_HEADERS } from '../columns/column.js';
import { choicesOf } from './column-guide.js';
import { csvFile } from './csv-file.js';
import { templateCsv } from './template-csv.js';
import { templateXlsx } from './template-xlsx.js';

/** What an upload may contain, for this admin. */
export interface UploadOptions {
  /** This admin, as in `createdBy` of a load. */
  me: { id: string; name: string };
  roles: { id: string; name: string }[];
  /** The organisation's word for an office. */
  officeLabel: string;
  /** `maxFileSize` in bytes. */
  limits: { maxRows: number; maxFileSize: number };
  retentionDays: number;
  /** `options`: the only values of the column, empty if any value is allowed. */
  columns: { header: string; required: boolean; kind: CustomFieldKind; options: string[] }[];
}

/** Serves the template, the sample and the options of an upload. */
@BatchUploadController()
export class TemplateController {
  constructor(
    private readonly options: Options,
    private readonly roles: Roles,
    private readonly offices: Offices,
    private readonly customFields: CustomFields,
  ) {}

  @Get('options')
  async show(@CurrentActor() actor: Actor): Promise<UploadOptions> {
    const roles = await this.roles.findGrantable(actor);
    const columns = columnsOf(await this.customFields.findAll(actor.organisationId));
    const offices = await this.offices.findAll(actor.organisationId);
    const officeNames = offices.map(({ name }) => name);
    return {
      me: { id: actor.userId, name: actor.name },
      roles: roles.map(({ id, name }) => ({ id, name })),
      officeLabel: await this.offices.label(actor.organisationId),
      limits: { maxRows: this.options.maxRows, maxFileSize: this.options.maxFileSize },
      retentionDays: this.options.retentionDays,
      columns: columns.map((column) => ({
        header: column.header,
        required: column.field ? column.field.required : REQUIRED_HEADERS.includes(column.header),
        kind: column.field?.kind ?? 'TEXT',
        options: [...(choicesOf(column, officeNames) ?? [])],
      })),
    };
  }

  @Get('template.csv')
  @Header('Cache-Control', 'no-store')
  async template(@CurrentActor() actor: Actor): Promise<StreamableFile> {
    return csvFile(
      'template.csv',
      templateCsv(columnsOf(await this.customFields.findAll(actor.organisationId))),
    );
  }

  @Get('template.xlsx')
  @Header('Cache-Control', 'no-store')
  async workbook(
    @CurrentActor() { organisationId }: Actor,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    tellLanguage(response, language);
    const columns = columnsOf(await this.customFields.findAll(organisationId));
    const offices = await this.offices.findAll(organisationId);
    return new StreamableFile(
      await templateXlsx(
        columns,
        offices.map(({ name }) => name),
        language,
      ),
      {
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        disposition: 'attachment; filename="template.xlsx"',
      },
    );
  }
}
