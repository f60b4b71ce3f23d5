import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  ValidateBy,
} from 'class-validator';
import type { CellPair } from './cells-as-pairs.interceptor.js';
import { MayBeLeftOut } from '../http/may-be-left-out.js';
import { PageNumber, PageRequest, PageSize } from '../http/pagination.request.js';
import type { Load } from '../load/load.js';
import { SHOW } from './rows-filter.js';

const STATUSES: readonly Load['status'][] = [
  'STAGING',
  'STAGED',
  'FINISHING',
  'FINISHED',
  'REJECTED',
  'DISCARDED',
];

export class LoadsRequest extends PageRequest {
  @IsOptional()
  @IsIn(STATUSES)
  status?: Load['status'];

  /** The id of the person who uploaded them. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  createdBy?: string;
}

/** Pairs of a column and a text. `CellsAsPairs` has made them of an object. */
const IsCells = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCells',
    validator: {
      validate: (value: unknown) =>
        Array.isArray(value) && value.every(([, text]: unknown[]) => typeof text === 'string'),
      defaultMessage: () => 'cells must be an object of texts by column',
    },
  });

export class RowsFilterRequest {
  @IsOptional()
  @IsString()
  @MaxLength(500)
  search?: string;

  @IsOptional()
  @IsIn(SHOW)
  show?: (typeof SHOW)[number];

  @IsOptional()
  @IsString()
  @MaxLength(100)
  problem?: string;

  /** `''` for problems of the whole row. */
  @IsOptional()
  @IsString()
  @MaxLength(1_000)
  column?: string;
}

export class RowsRequest extends RowsFilterRequest {
  @PageNumber()
  page = 1;

  @PageSize()
  pageSize = 100;
}

export class TicksRequest {
  @MayBeLeftOut()
  @IsBoolean()
  selected?: boolean;

  @MayBeLeftOut()
  @IsBoolean()
  email?: boolean;
}

export class RowChangesRequest extends TicksRequest {
  /** Cells to change, by column. */
  @MayBeLeftOut()
  @IsCells()
  cells?: CellPair[];

  /** The load's revision as its reader saw it. */
  @MayBeLeftOut()
  @IsInt()
  revision?: number;
}
