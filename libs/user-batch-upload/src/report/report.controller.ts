import { Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { Readable } from 'node:stream';
import { CurrentActor } from '../http/actor.guard.js';
import type { LoadRecord } from '../load/load.js';
import type { LoadRow } from '../load/load-row.js';
import { Loads } from '../load/loads.js';
import type { Actor } from '../ports/actors.port.js';
import { ReadRows } from '../review/read-rows.js';
import { REPORT_COLUMNS } from '../columns/column.js';
import { Refusal } from '../problems/refusal.js';
import { UserBatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { csvLine } from '../template/csv-line.js';

export class ReportRequest {
  /** `rejected`: the rows to fix and upload again. */
  @IsIn(['rejected', 'all'])
  only: 'rejected' | 'all' = 'all';
}

@UserBatchUploadController('/loads')
export class ReportController {
  constructor(
    private readonly loads: Loads,
    private readonly rows: ReadRows,
  ) {}

  @Get(':id/report.csv')
  @Header('Cache-Control', 'no-store')
  @Header('X-Content-Type-Options', 'nosniff')
  async report(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { only }: ReportRequest,
  ): Promise<StreamableFile> {
    const load = await this.loads.record(actor.organisationId, id);
    if (load.purged_at !== null)
      throw new Refusal(
        'REPORT_PURGED',
        'The cells of this load were deleted after their time; only its counts and outcomes are left.',
      );
    return new StreamableFile(Readable.from(this.lines(load, only)), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="report-${only}.csv"`,
    });
  }

  private async *lines(load: LoadRecord, only: ReportRequest['only']): AsyncGenerator<string> {
    const headers = JSON.parse(load.headers) as string[];
    yield `\uFEFF${csvLine([...headers, ...REPORT_COLUMNS])}`;
    for (let line = 0, rows = await this.rows.after(load, line); rows.length > 0;) {
      const text = rows
        .filter((row) => only === 'all' || isRejected(row))
        .map((row) =>
          csvLine([
            ...headers.map((header) => row.cells[header] ?? ''),
            problemsOf(row),
            resultOf(row),
            ...row.extraCells,
          ]),
        )
        .join('');
      if (text !== '') yield text;
      line = rows.at(-1)?.line ?? line;
      rows = await this.rows.after(load, line);
    }
  }
}

const isRejected = (row: LoadRow): boolean =>
  row.action === 'INVALID' || row.outcome === 'CONFLICT' || row.outcome === 'FAILED';

const problemsOf = (row: LoadRow): string =>
  row.problems
    .map(({ severity, message, suggestion }) => {
      const text = severity === 'warning' ? `Warning: ${message}` : message;
      return suggestion ? `${text} Suggestion: ${suggestion}` : text;
    })
    .join(' | ');

function resultOf(row: LoadRow): string {
  if (row.action === 'INVALID') return 'INVALID';
  return row.outcomeReason ? `${row.outcome}: ${row.outcomeReason}` : (row.outcome ?? '');
}
