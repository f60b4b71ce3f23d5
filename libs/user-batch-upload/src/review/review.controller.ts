import { Body, Delete, Get, HttpCode, Param, Patch, Query, UseInterceptors } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Database } from '../database/database.js';
import { EditRow } from '../edit/edit-row.command.js';
import { CurrentActor } from '../http/actor.guard.js';
import type { Load } from '../load/load.js';
import type { LoadRow } from '../load/load-row.js';
import { LoadRepository } from '../load/load.repository.js';
import { toLoadInReview } from '../load/to-load.js';
import type { Actor } from '../ports/actors.port.js';
import { Refusal } from '../problems/refusal.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { CellsAsPairs } from './cells-as-pairs.interceptor.js';
import { FindLoad } from './find-load.query.js';
import { DiscardLoad } from './discard-load.command.js';
import { ListRows, type RowsPage } from './list-rows.query.js';
import {
  LoadsRequest,
  RowChangesRequest,
  RowsFilterRequest,
  RowsRequest,
  TicksRequest,
} from './review.requests.js';
import { ReadRows } from './read-rows.js';
import { ToggleRow } from './toggle-row.command.js';

@BatchUploadController('/loads')
export class ReviewController {
  constructor(
    private readonly db: Database,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly loads: LoadRepository,
    private readonly rows: ReadRows,
  ) {}

  @Get()
  async list(@CurrentActor() actor: Actor, @Query() { page, pageSize, ...filter }: LoadsRequest) {
    const found = await this.loads.list(actor.organisationId, filter, page, pageSize);
    return { ...found, page, pageSize };
  }

  @Get(':id')
  find(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<Load> {
    return this.queries.execute(new FindLoad(actor.organisationId, id));
  }

  @Get(':id/rows')
  listRows(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { page, pageSize, ...filter }: RowsRequest,
  ): Promise<RowsPage> {
    return this.queries.execute(new ListRows(actor.organisationId, id, filter, page, pageSize));
  }

  @Get(':id/rows/:line')
  async findRow(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('line') lineText: string,
  ): Promise<LoadRow> {
    const row = await this.loads.atOneRevision(actor.organisationId, id, (load) =>
      this.rows.whole(load, lineOf(lineText)),
    );
    if (!row) throw noSuchRow(lineText);
    return row;
  }

  @Patch(':id/rows/:line')
  @UseInterceptors(CellsAsPairs)
  async change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('line') lineText: string,
    @Body() { cells, revision, ...ticks }: RowChangesRequest,
  ): Promise<ChangedRow> {
    const hasTicks = ticks.selected !== undefined || ticks.email !== undefined;
    if (!hasTicks && !cells?.length) throw new Refusal('VALIDATION', { why: 'ticks-or-cells' });
    const line = lineOf(lineText);
    const edit = () =>
      this.commands.execute(
        new EditRow(actor, id, line, Object.fromEntries(cells ?? []), revision),
      );
    const tick = () => this.commands.execute(new ToggleRow(actor, id, { line }, ticks));
    const editAndTick = async () => {
      const { touched } = cells ? await edit() : { touched: [] };
      return { touched, load: await tick() };
    };
    // Applies the whole request, or nothing.
    const { touched, load } = await (hasTicks ? this.db.transaction(editAndTick) : edit());
    const row = await this.rows.shown(load, line);
    if (!row) throw new Error(`Line ${line} of load ${id} was changed and is gone.`);
    const { counts, revision: now } = toLoadInReview(load);
    return { ...row, load: { counts, revision: now }, touched };
  }

  @Patch(':id/rows')
  async toggleAll(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() filter: RowsFilterRequest,
    @Body() ticks: TicksRequest,
  ): Promise<Load> {
    needTicks(ticks);
    return toLoadInReview(await this.commands.execute(new ToggleRow(actor, id, filter, ticks)));
  }

  @Delete(':id')
  @HttpCode(204)
  async discard(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.commands.execute(new DiscardLoad(actor, id));
  }
}

/** A row after it was changed, with what else has changed. */
export interface ChangedRow extends LoadRow {
  load: Pick<Load, 'counts' | 'revision'>;
  /** The lines of other rows that were checked again. */
  touched: number[];
}

function lineOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw noSuchRow(text);
  return Number(text);
}

const noSuchRow = (line: string): Refusal =>
  new Refusal('ROW_NOT_FOUND', { line: line.slice(0, 9) });

function needTicks(ticks: TicksRequest): void {
  if (ticks.selected === undefined && ticks.email === undefined)
    throw new Refusal('VALIDATION', { why: 'ticks' });
}
