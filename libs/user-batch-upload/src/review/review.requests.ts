import { IsBoolean, IsIn, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';
import { PageNumber, PageSize } from '../http/pagination.request.js';
import { SHOW } from './rows-filter.js';

/** Unlike `IsOptional` it does not take null for “left out”. */
const MayBeLeftOut = (): PropertyDecorator =>
  ValidateIf((_request: object, value: unknown) => value !== undefined);

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
