import { Get, Header, StreamableFile } from '@nestjs/common';
import { CurrentActor } from '../http/actor.guard.js';
import type { Actor } from '../ports/actors.port.js';
import { CustomFields } from '../ports/custom-fields.port.js';
import { Offices } from '../ports/offices.port.js';
import { Roles } from '../ports/roles.port.js';
import { Options } from '../user-batch-upload.options.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { columnsOf } from '../columns/column.js';
import { csvFile } from './csv-file.js';
import { templateCsv } from './template-csv.js';
import { templateXlsx } from './template-xlsx.js';

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
  async show(@CurrentActor() actor: Actor) {
    const roles = await this.roles.findGrantable(actor);
    const columns = columnsOf(await this.customFields.findAll(actor.organisationId));
    return {
      roles: roles.map(({ id, name }) => ({ id, name })),
      officeLabel: await this.offices.label(actor.organisationId),
      limits: { maxRows: this.options.maxRows, maxFileSize: this.options.maxFileSize },
      retentionDays: this.options.retentionDays,
      columns: columns.map(({ header, field }) => ({
        header,
        required: field ? field.required : REQUIRED.has(header),
        kind: field?.kind ?? 'TEXT',
        options: field?.options ?? [],
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
  async workbook(@CurrentActor() { organisationId }: Actor): Promise<StreamableFile> {
    const columns = columnsOf(await this.customFields.findAll(organisationId));
    const offices = await this.offices.findAll(organisationId);
    return new StreamableFile(
      await templateXlsx(
        columns,
        offices.map(({ name }) => name),
      ),
      {
        type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        disposition: 'attachment; filename="template.xlsx"',
      },
    );
  }
}

/** The columns that every create needs. Source: the help page. */
const REQUIRED = new Set(['Profile Type ID', 'Email Address', 'First Name', 'Office']);
