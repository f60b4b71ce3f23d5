import { Get, Header, Param, Query, StreamableFile } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { Readable } from 'node:stream';
import { CurrentActor } from '../http/actor.guard.js';
import type { LoadRecord } from '../load/load.js';
import type { LoadRow } from '../load/load-row.js';
import { LoadRepository } from '../load/load.repository.js';
import type { Actor } from '../ports/actors.port.js';
import { ReadRows } from '../review/read-rows.js';
import { REPORT_COLUMNS } from '../columns/column.js';
import { DELIMITERS } from '../parse/layout.js';
import { Refusal } from '../problems/refusal.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { Turns } from '../work/turns.js';
import { csvLine } from '../template/csv-line.js';
import { editsText } from './edits-text.js';
import { problemsText } from './problems-text.js';

export class ReportRequest {
  /** `rejected`: the rows to fix and upload again. */
  @IsIn(['rejected', 'all'])
  only: 'rejected' | 'all' = 'all';
}

/** How many cells are written before other requests get a turn. A row may have as many as its record has commas. */
const LINE_CELLS = 1_000;
/** In characters: a short cell takes as long to write. */
const CELL_WEIGHT = 10;
const LINE_END = '\r\n';

@BatchUploadController('/loads')
export class ReportController {
  constructor(
    private readonly loads: LoadRepository,
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
    if (load.purged_at !== null) throw new Refusal('REPORT_PURGED', { what: 'report' });
    return new StreamableFile(Readable.from(this.lines(load, only)), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="report-${only}.csv"`,
    });
  }

  private async *lines(load: LoadRecord, only: ReportRequest['only']): AsyncGenerator<string> {
    const headers = JSON.parse(load.headers) as string[];
    const turns = new Turns();
    const delimiter = load.delimiter ?? ',';
    // The first line names a delimiter that reading can't detect.
    const sepLine = DELIMITERS.includes(delimiter) ? '' : `sep=${delimiter}\r\n`;
    yield `\uFEFF${sepLine}${csvLine([...headers, ...REPORT_COLUMNS], delimiter)}`;
    for await (const rows of this.rows.all(load)) {
      let text = '';
      for (const row of rows) {
        if (only === 'rejected' && !isRejected(row)) continue;
        const cells = [
          ...headers.map((header) => row.cells[header] ?? ''),
          [problemsText(load.language, row.problems), ...editsText(load.language, row.edited)]
            .filter(Boolean)
            .join(' | '),
          resultOf(row),
          String(row.line),
          ...row.extraCells,
        ];
        for (let at = 0; at < cells.length; at += LINE_CELLS) {
          const some = cells.slice(at, at + LINE_CELLS);
          const part = csvLine(some, delimiter);
          const isLast = at + LINE_CELLS >= cells.length;
          text += isLast ? part : part.slice(0, -LINE_END.length) + delimiter;
          await turns.after(part.length + CELL_WEIGHT * some.length);
        }
      }
      if (text !== '') yield text;
    }
  }
}

const isRejected = (row: LoadRow): boolean =>
  row.action === 'INVALID' || row.outcome === 'CONFLICT' || row.outcome === 'FAILED';

function resultOf(row: LoadRow): string {
  if (row.action === 'INVALID') return 'INVALID';
  return row.outcomeReason ? `${row.outcome}: ${row.outcomeReason}` : (row.outcome ?? '');
}
