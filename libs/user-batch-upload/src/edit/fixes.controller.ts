import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IsInt, IsString, MaxLength } from 'class-validator';
import { LONGEST_CELL } from '../columns/cell-length.js';
import { CurrentActor } from '../http/actor.guard.js';
import { BatchUploadController } from '../http/batch-upload-controller.decorator.js';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { PageNumber, PageSize } from '../http/pagination.request.js';
import type { Load } from '../load/load.js';
import { toLoadInReview } from '../load/to-load.js';
import type { Actor } from '../ports/actors.port.js';
import { FixCells } from './fix-cells.command.js';
import { type FaultsPage, FIXABLE_CHARACTERS, ListFaults } from './list-faults.query.js';
import { UndoFix } from './undo-fix.command.js';

export class FaultsRequest {
  @PageNumber()
  page = 1;

  @PageSize()
  pageSize = 100;
}

export class FixRequest {
  @IsString()
  @MaxLength(1_000)
  column!: string;

  @IsString()
  @MaxLength(100)
  code!: string;

  /** The cell as it is now. */
  @IsString()
  @MaxLength(2 * FIXABLE_CHARACTERS)
  value!: string;

  @IsString()
  @MaxLength(LONGEST_CELL)
  to!: string;

  /** The load's revision as its reader saw it. */
  @MayBeLeftOut()
  @IsInt()
  revision?: number;
}

/** Lists the faults of a load, fixes one in all of its rows, and undoes fixes. */
@BatchUploadController('/loads/:id')
export class FixesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('faults')
  faults(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() { page, pageSize }: FaultsRequest,
  ): Promise<FaultsPage> {
    return this.queries.execute(new ListFaults(actor.organisationId, id, page, pageSize));
  }

  @Post('fixes')
  async fix(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { to, revision, ...fault }: FixRequest,
  ): Promise<{ id: string; changed: number; fixed: number; load: Load }> {
    const fixed = await this.commands.execute(new FixCells(actor, id, fault, to, revision));
    return { ...fixed, load: toLoadInReview(fixed.load) };
  }

  @Delete('fixes/:fixId')
  async undo(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('fixId') fixId: string,
  ): Promise<{ changed: number; load: Load }> {
    const undone = await this.commands.execute(new UndoFix(actor, id, fixId));
    return { ...undone, load: toLoadInReview(undone.load) };
  }
}
