import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  MaxLength,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
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

/** Makes a field optional. Unlike `IsOptional`, it rejects null. */
const MayBeLeftOut = (): PropertyDecorator =>
  ValidateIf((_request: object, value: unknown) => value !== undefined);

/** An object whose values are texts. */
const IsTexts = (): PropertyDecorator =>
  ValidateBy({
    name: 'isTexts',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        Object.values(value).every((text) => typeof text === 'string'),
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
  @IsTexts()
  cells?: Record<string, string>;

  /** The load's revision as its reader saw it. */
  @MayBeLeftOut()
  @IsInt()
  revision?: number;
}
